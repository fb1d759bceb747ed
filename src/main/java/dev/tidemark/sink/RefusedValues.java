package dev.tidemark.sink;

import dev.tidemark.database.UnreadableValue;
import dev.tidemark.text.SafeText;
import dev.tidemark.text.Secrets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row to which a database's error refers, with their values: most databases report only one of the two.
 */
final class RefusedValues {

    /** The longest part of a value that a reason shows. */
    static final int SHOWN = 60;

    private RefusedValues() {}

    /**
     * The columns that the error names; otherwise those whose values it shows; otherwise all whose text the database
     * parses.
     */
    static Map<Column, String> of(Dialect dialect, TableSpec table, Rows.Row row, SQLException refusal) {
        String reason = dialect.reason(refusal);
        Map<Column, String> named = new LinkedHashMap<>();
        Map<Column, String> shown = new LinkedHashMap<>();
        Map<Column, String> read = new LinkedHashMap<>();
        int at = 0;
        for (Column column : table.columns().values()) {
            Object value = row.values().get(at);
            at++;
            String given = shown(table.field(column.name()).read(row.record()));
            if (names(reason, column.name())) {
                named.put(column, given);
            } else if (value != null && column.own() != null) {
                String text = dialect.text(column, value);
                (!text.isEmpty() && reason.contains(text) ? shown : read).put(column, given);
            }
        }
        boolean constraint = String.valueOf(refusal.getSQLState()).startsWith("23");
        return !named.isEmpty() ? named : !shown.isEmpty() ? shown : constraint ? Map.of() : read;
    }

    /** The columns and values as the end of a reason. */
    static String text(Map<Column, String> values) {
        return values.entrySet().stream()
                .map(each -> "; column " + each.getKey().name() + " is "
                        + each.getKey().word() + ", the value `" + each.getValue() + "`")
                .collect(Collectors.joining());
    }

    /** The value as the end of a reason that does not show it. */
    static String value(@Nullable Object value, String reason) {
        if (value == null || value instanceof UnreadableValue || value instanceof byte[]) {
            return "";
        }
        String shown = shown(value);
        return reason.contains("`" + shown) ? "" : "; it is `" + shown + "`";
    }

    /** The value in quotes, without secrets and not too long. */
    static String quoted(@Nullable Object value) {
        return "`" + shown(value) + "`";
    }

    private static boolean names(String reason, String column) {
        return Pattern.compile("([\"'`.]|column )" + Pattern.quote(column) + "([\"'`\\s]|$)")
                .matcher(reason)
                .find();
    }

    private static String shown(@Nullable Object value) {
        String text = value != null && ColumnType.isNested(value) ? JsonText.of(value) : String.valueOf(value);
        return SafeText.shortened(Secrets.masked(text), SHOWN);
    }
}
