package dev.tidemark.database;

import dev.tidemark.row.Row;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a result as records like those of an API: booleans, numbers, bytes, lists and maps. Everything else is
 * text: dates and times in ISO 8601 with all their digits, instants in UTC, and {@code infinity} and {@code -infinity}. No
 * value depends on the local time zone. Not thread-safe; valid as long as its result.
 */
public final class TypedRow {

    private final ResultSet rows;
    private final List<Field> fields = new ArrayList<>();
    private final String[] names;

    /** @param index where the row has it; several columns may have one name */
    private record Field(String name, int index, DriverType type, TypeRule rule) {}

    /**
     * Reads the columns of a result.
     *
     * @throws IllegalArgumentException if the type of one is unknown; the message names the column and its type
     */
    public TypedRow(Product product, ResultSet rows) throws SQLException {
        this.rows = rows;
        ResultSetMetaData meta = rows.getMetaData();
        List<String> distinct = new ArrayList<>();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            DriverType type = DriverType.of(meta, column);
            String name = meta.getColumnLabel(column);
            TypeRule rule = product.types().rule(type);
            if (rule == null) {
                throw noRule(name, type.toString());
            }
            if (!distinct.contains(name)) {
                distinct.add(name);
            }
            fields.add(new Field(name, distinct.indexOf(name), type, rule));
        }
        names = distinct.toArray(String[]::new);
    }

    /** The destination types of the columns, without those that depend on their values. */
    public Map<String, DestinationType> types() {
        Map<String, DestinationType> types = new LinkedHashMap<>();
        for (Field field : fields) {
            DestinationType type = field.rule().destination(field.type());
            if (type != null) {
                types.put(field.name(), type);
            }
        }
        return types;
    }

    /**
     * The record of the current row, in column order; with an {@link UnreadableValue} for each value that cannot be read.
     */
    public Row read() throws SQLException {
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            values[field.index()] = read(field, i + 1);
        }
        return new Row(names, values);
    }

    private @Nullable Object read(Field field, int column) throws SQLException {
        try {
            return field.rule().reader().read(rows, column);
        } catch (UnknownTypeException e) {
            throw noRule(field.name(), field.type() + " of " + e.type());
        } catch (SQLException e) {
            if (rows.isClosed() || String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            return unreadable(field, column, e);
        } catch (RuntimeException e) {
            return unreadable(field, column, e);
        }
    }

    private UnreadableValue unreadable(Field field, int column, Exception failure) {
        String text;
        try {
            text = String.valueOf(rows.getString(column));
        } catch (SQLException | RuntimeException e) {
            text = "?";
        }
        return UnreadableValue.of(text, field.type().name(), String.valueOf(failure.getMessage()));
    }

    private static IllegalArgumentException noRule(String column, String type) {
        return new IllegalArgumentException("the column `" + column + "` is of the type " + type
                + ", which is not supported; cast it in a view, or remove it from columns");
    }
}
