package dev.tidemark.sink;

import dev.tidemark.row.ColumnText;
import dev.tidemark.text.SafeText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads the sink's {@code columns} and {@code primaryKey}. */
final class ColumnList {

    private ColumnList() {}

    /**
     * Adds a column.
     *
     * @throws IllegalArgumentException when its type is unknown, or its name is reserved or was added before
     */
    static void add(ColumnText text, Map<String, Column> columns) {
        String name = text.name();
        if (name.equals(TableSpec.SYNCED_AT)) {
            throw new IllegalArgumentException("columns must not contain _synced_at: every table has it");
        }
        requirePlain("columns", name);
        if (columns.put(name, Column.of(name, text.type())) != null) {
            throw new IllegalArgumentException("columns contains `" + name + "` twice");
        }
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
