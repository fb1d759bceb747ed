package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameter {@code fields}: paths separated by commas, each maybe with the name that its value gets, {@code new=old}. */
final class FieldList {

    private FieldList() {}

    /**
     * A part of the list.
     *
     * @param name the field that the value becomes
     * @param from where it comes from
     */
    record Named(String name, FieldPath from) {}

    /**
     * Reads {@code new=old, ...}.
     *
     * @throws IllegalArgumentException when a part has another form, or two have the same name
     */
    static List<Named> renames(String text) {
        return distinct(parts(text).map(part -> {
            if (part.indexOf('=') < 0) {
                throw new IllegalArgumentException(
                        "fields has `" + part + "`, which is not new=old; write the new name, `=`, and the old one");
            }
            return named(part);
        }));
    }

    /**
     * Reads {@code field, new=old, ...}. Without a new name, the value of a path within objects gets the path's names joined
     * by {@code _}.
     *
     * @throws IllegalArgumentException when a part has another form, or two have the same name
     */
    static List<Named> selection(String text) {
        return distinct(parts(text).map(part -> {
            if (part.indexOf('=') >= 0) {
                return named(part);
            }
            FieldPath path = FieldPath.of(part);
            return new Named(path.columnName(), path);
        }));
    }

    /**
     * Reads {@code field, ...}.
     *
     * @throws IllegalArgumentException when the list is empty or a part has another form
     */
    static List<FieldPath> paths(String text) {
        return parts(text)
                .map(part -> {
                    if (part.indexOf('=') >= 0) {
                        throw new IllegalArgumentException("fields has `" + part
                                + "`; write the field alone, and use records-rename-action to" + " rename it");
                    }
                    return FieldPath.of(part);
                })
                .toList();
    }

    /** Where a field's value is once the fields have their new names; null when it is in none of them. */
    static @Nullable String follow(String field, List<Named> fields) {
        FieldPath path = FieldPath.of(field);
        for (Named each : fields) {
            List<String> rest = path.behind(each.from());
            if (rest != null) {
                return Stream.concat(Stream.of(each.name()), rest.stream()).collect(Collectors.joining("."));
            }
        }
        return null;
    }

    private static Stream<String> parts(String text) {
        List<String> parts =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (parts.contains("")) {
            throw new IllegalArgumentException(
                    text.isBlank()
                            ? "fields is empty; name at least one field"
                            : "fields is `" + text.strip() + "`, with nothing between two commas; remove one");
        }
        return parts.stream();
    }

    private static Named named(String part) {
        int equals = part.indexOf('=');
        String name = part.substring(0, equals).strip();
        String from = part.substring(equals + 1).strip();
        if (name.isEmpty() || from.isEmpty() || name.startsWith("/")) {
            throw new IllegalArgumentException("fields has `" + part
                    + "`, which is not new=old; the new name is a plain one, the old one may be a path");
        }
        return new Named(name, FieldPath.of(from));
    }

    private static List<Named> distinct(Stream<Named> fields) {
        List<Named> all = fields.toList();
        Set<String> names = new HashSet<>();
        for (Named each : all) {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException(
                        "fields has two values for `" + each.name() + "`; give one of them another name");
            }
        }
        return all;
    }
}
