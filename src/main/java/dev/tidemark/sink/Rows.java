package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts records to typed rows, and records that cannot be converted to rejects. */
final class Rows {

    private static final int NONE = -1;

    private final TableSpec table;
    private final Dialect dialect;
    private final Adjustments adjustments;
    private final Column[] columns;
    private final FieldPath[] fields;
    private final int[] key;
    private final int version;
    private final List<Row> rows = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();

    Rows(TableSpec table, Dialect dialect, Adjustments adjustments) {
        this.table = table;
        this.dialect = dialect;
        this.adjustments = adjustments;
        this.columns = table.columns().values().toArray(Column[]::new);
        this.fields = table.columns().keySet().stream().map(table::field).toArray(FieldPath[]::new);
        this.key = table.keyPlaces();
        this.version = table.version() == null
                ? NONE
                : List.copyOf(table.columns().keySet()).indexOf(table.version());
    }

    /**
     * The values of a row in the order of the table's columns, and its record.
     *
     * @param version the value that orders rows as older and newer, with all its digits; null when there is none
     */
    record Row(Map<String, @Nullable Object> record, List<@Nullable Object> values, @Nullable Object version) {

        Row(Map<String, @Nullable Object> record, List<@Nullable Object> values) {
            this(record, values, null);
        }
    }

    /** A record that cannot be written, with the reason. */
    record Reject(Map<String, @Nullable Object> record, String reason) {}

    List<Row> rows() {
        return rows;
    }

    List<Reject> rejects() {
        return rejects;
    }

    /** Adds a record. */
    void add(Map<String, @Nullable Object> record) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        Object whole = null;
        for (int i = 0; i < columns.length; i++) {
            Object given = fields[i].read(record);
            try {
                Object value = convert(columns[i], given);
                whole = i == version ? value : whole;
                values[i] = kept(columns[i], value);
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
                adjustments.misfit(table, columns[i]);
                reject(
                        record,
                        "column " + columns[i].name() + " is " + columns[i].word() + ", and the value does not fit: "
                                + e.getMessage()
                                + RefusedValues.value(given, String.valueOf(e.getMessage())));
                return;
            }
        }
        if (Arrays.stream(key).anyMatch(i -> values[i] == null)) {
            reject(record, "the primary key " + keyText() + " has no value in this record");
            return;
        }
        rows.add(new Row(record, Arrays.asList(values), whole));
    }

    private @Nullable Object convert(Column column, @Nullable Object given) {
        Object value = column.convert(given);
        if (value != null && given != null) {
            dialect.requireFit(column, value);
            EpochUnit unit = column.type() == ColumnType.UTC_DATETIME ? EpochUnit.of(given) : null;
            if (unit != null) {
                adjustments.read(table, column, unit);
            }
        }
        return value;
    }

    private @Nullable Object kept(Column column, @Nullable Object value) {
        Object kept = column.cut(value);
        if (kept != value) {
            if (!adjustments.cuts(table, column)) {
                throw new DateTimeException("`" + value + "` has more than the " + column.scale() + " fractional"
                        + " digits of a second that the column keeps; give the column more digits, or declare it as"
                        + " STRING");
            }
            adjustments.cut(table, column);
        }
        return kept;
    }

    /** The columns of the key, with the fields that fill them where these have other names. */
    private List<String> keyText() {
        return table.key().stream()
                .map(name -> {
                    String field = table.field(name).toString();
                    return field.equals(name) ? name : name + " (from " + field + ")";
                })
                .toList();
    }

    private void reject(Map<String, @Nullable Object> record, String reason) {
        rejects.add(new Reject(record, reason));
    }
}
