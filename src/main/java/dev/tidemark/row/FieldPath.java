package dev.tidemark.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record as a user names it: a field's name; names separated by dots, which lead into objects; or a JSON Pointer
 * (RFC 6901), whose numbers also lead into arrays. A leading {@code ../} leads to the object that contained a nested record.
 * A field that has the whole text as its name comes first; otherwise, in each object, the field whose name has most of the
 * dotted path. Thread-safe.
 */
public final class FieldPath {

    /** The field of a nested record with the other fields of the object that contained it. */
    public static final String PARENT = "..";

    private static final String UP = PARENT + "/";
    private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,8}");
    private static final Object MISSING = new Object();

    private final String text;
    private final List<String> names;

    /** For each name, the field names that may come next, the longest first; empty for a field's own name. */
    private final String[][] prefixes;

    private FieldPath(String text, List<String> names, boolean dotted) {
        this.text = text;
        this.names = names;
        this.prefixes = new String[names.size()][];
        for (int from = 0; from < prefixes.length; from++) {
            boolean joins = dotted && !names.get(from).equals(PARENT);
            // The whole text is tried before.
            int most = !joins ? from + 1 : from == 0 ? names.size() - 1 : names.size();
            List<String> fields = new ArrayList<>();
            for (int to = most; to > from; to--) {
                fields.add(String.join(".", names.subList(from, to)));
            }
            prefixes[from] = fields.toArray(String[]::new);
        }
    }

    /** Reads a path; any other text is the name of a field. */
    public static FieldPath of(String text) {
        if (text.indexOf('.') < 0 && text.indexOf('/') < 0) {
            return named(text);
        }
        int up = 0;
        while (text.startsWith(UP, up)) {
            up += UP.length();
        }
        String rest = text.substring(up);
        boolean pointer = up > 0 ? rest.contains("/") : rest.startsWith("/");
        List<String> names = new ArrayList<>(Collections.nCopies(up / UP.length(), PARENT));
        names.addAll(names(pointer && up > 0 ? "/" + rest : rest));
        boolean isName = names.size() == 1 && !pointer;
        return isName || names.contains("") ? named(text) : new FieldPath(text, List.copyOf(names), !pointer);
    }

    /** The names of a path: of a JSON Pointer when it starts with a slash, otherwise between dots; any may be empty. */
    public static List<String> names(String path) {
        boolean pointer = path.startsWith("/");
        return Arrays.stream((pointer ? path.substring(1) : path).split(pointer ? "/" : "\\.", -1))
                .map(name -> pointer ? name.replace("~1", "/").replace("~0", "~") : name)
                .toList();
    }

    /** The field that has this very name. */
    public static FieldPath named(String name) {
        return new FieldPath(name, List.of(), false);
    }

    /** Whether it may lead into an object. */
    public boolean isNested() {
        return !names.isEmpty();
    }

    /**
     * The names behind another path that this one leads through: empty when both are equal; null when it does not lead
     * through it.
     */
    public @Nullable List<String> behind(FieldPath outer) {
        List<String> own = isNested() ? names : List.of(text);
        List<String> first = outer.isNested() ? outer.names : List.of(outer.text);
        boolean leads =
                own.size() >= first.size() && own.subList(0, first.size()).equals(first);
        return leads ? own.subList(first.size(), own.size()) : null;
    }

    /** The name of a column for its values. */
    public String columnName() {
        return names.isEmpty()
                ? text
                : names.stream()
                        .map(name -> name.equals(PARENT) ? "parent" : name.replaceAll("[./]", "_"))
                        .collect(Collectors.joining("_"));
    }

    /** The fields of a record in which the path may start. */
    public List<String> starts() {
        List<String> fields = new ArrayList<>(List.of(text));
        if (!names.isEmpty()) {
            fields.addAll(List.of(prefixes[0]));
        }
        return fields;
    }

    /** The value in a record; null when it is missing. */
    public @Nullable Object read(Map<String, @Nullable Object> record) {
        if (names.isEmpty()) {
            return record.get(text);
        }
        Object found = find(record);
        return found == MISSING ? null : found;
    }

    /** Whether a record has the field, be it null. */
    public boolean isIn(Map<String, @Nullable Object> record) {
        return find(record) != MISSING;
    }

    /**
     * The names that lead to the value in a record, one per object or array; null when it is missing. A field's position in
     * an array is written as a number.
     */
    public @Nullable List<String> locate(Map<String, @Nullable Object> record) {
        if (member(record, text) != MISSING) {
            return List.of(text);
        }
        List<String> way = new ArrayList<>();
        Object here = record;
        for (int at = 0; at < prefixes.length; ) {
            String[] fields = prefixes[at];
            Object next = MISSING;
            for (int i = 0; i < fields.length && next == MISSING; i++) {
                next = member(here, fields[i]);
                if (next != MISSING) {
                    way.add(fields[i]);
                    at += fields.length - i;
                }
            }
            if (next == MISSING) {
                return null;
            }
            here = next;
        }
        return way.isEmpty() ? null : way;
    }

    private @Nullable Object find(Map<String, @Nullable Object> record) {
        Object own = member(record, text);
        if (own != MISSING || names.isEmpty()) {
            return own;
        }
        Object here = record;
        for (int at = 0; at < prefixes.length && here != MISSING; ) {
            String[] fields = prefixes[at];
            Object next = MISSING;
            for (int i = 0; i < fields.length && next == MISSING; i++) {
                next = member(here, fields[i]);
                at += next == MISSING ? 0 : fields.length - i;
            }
            here = next;
        }
        return here;
    }

    private @Nullable Object member(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            Object member = map.get(name);
            return member != null || map.containsKey(name) ? member : MISSING;
        }
        if (value instanceof List<?> list
                && text.startsWith("/")
                && INDEX.matcher(name).matches()) {
            int index = Integer.parseInt(name);
            return index < list.size() ? list.get(index) : MISSING;
        }
        return MISSING;
    }

    /** Whether both lead to the same field, in whichever way they are written. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath path
                && path.names.equals(names)
                && (!names.isEmpty() || path.text.equals(text));
    }

    @Override
    public int hashCode() {
        return names.isEmpty() ? text.hashCode() : names.hashCode();
    }

    /** The path as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
