package dev.tidemark.row;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A part of the sink's {@code columns}.
 *
 * @param name the name of the column
 * @param field the field of a record that it comes from
 * @param isNamed whether the text names that field, as in {@code name=field:TYPE}, rather than only the column
 * @param type its type as written
 */
public record ColumnText(String name, FieldPath field, boolean isNamed, String type) {

    /** A comma that is not inside the parentheses of DECIMAL(p,s). */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    /**
     * Reads {@code name:TYPE, name=field:TYPE}, one part after the other.
     *
     * @throws IllegalArgumentException at a part of another form
     */
    public static Stream<ColumnText> all(String columns) {
        return columns.isBlank()
                ? Stream.empty()
                : COMMA.splitAsStream(columns.strip()).map(String::strip).map(ColumnText::of);
    }

    private static ColumnText of(String part) {
        int colon = part.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("columns has `" + part + "`, which is not name:TYPE");
        }
        String text = part.substring(0, colon).strip();
        String type = part.substring(colon + 1).strip();
        int equals = text.indexOf('=');
        if (equals < 0 && (text.startsWith("/") || text.startsWith(FieldPath.PARENT + "/"))) {
            throw new IllegalArgumentException("columns has `" + part + "`, a path without a column; write `"
                    + FieldPath.of(text).columnName() + "=" + part + "`");
        }
        String name = equals < 0 ? text : text.substring(0, equals).strip();
        String field = text.substring(equals + 1).strip();
        if (name.isEmpty() || field.isEmpty()) {
            throw new IllegalArgumentException("columns has `" + part + "`, which is not name=field:TYPE");
        }
        return new ColumnText(name, FieldPath.of(field), equals >= 0, type);
    }
}
