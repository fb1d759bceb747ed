package dev.tidemark.sink;

import dev.tidemark.text.SafeText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the sink's {@code columns} and {@code primaryKey}. */
final class ColumnList {

    /** A comma that is not inside the parentheses of DECIMAL(p,s). */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private ColumnList() {}

    /**
     * Reads {@code name:TYPE, name:TYPE}.
     *
     * @throws IllegalArgumentException when a part has another form, a type is unknown, or a name occurs twice
     */
    static Map<String, Column> columns(String text) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String part : COMMA.split(text.strip())) {
            if (text.isBlank()) {
                break;
            }
            int colon = part.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("columns has `" + part.strip() + "`, which is not name:TYPE");
            }
            String name = part.substring(0, colon).strip();
            if (name.equals(TableSpec.SYNCED_AT)) {
                throw new IllegalArgumentException("columns must not contain _synced_at: every table has it");
            }
            requirePlain("columns", name);
            if (columns.put(name, Column.of(name, part.substring(colon + 1))) != null) {
                throw new IllegalArgumentException("columns contains `" + name + "` twice");
            }
        }
        return columns;
    }

    /** Reads {@code id} or {@code id, updated_at}. */
    static List<String> names(String text) {
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new IllegalArgumentException(
                    "primaryKey `" + text + "` is not a name or a comma-separated list of" + " names");
        }
        names.forEach(name -> requirePlain("primaryKey", name));
        return names;
    }

    /** @throws IllegalArgumentException when a name contains a control character */
    static void requirePlain(String parameter, String name) {
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    parameter + " contains a name with a control character, " + SafeText.quoted(name));
        }
    }
}
