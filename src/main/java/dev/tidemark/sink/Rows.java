package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts records to typed rows, and records that cannot be converted to rejects. */
final class Rows {

    private static final int NONE = -1;

    private final TableSpec table;
    private final Dialect dialect;
    private final Adjustments adjustments;
    private final ChildRows children;
    private final Column[] columns;
    private final FieldPath[] fields;
    private final int[] key;
    private final int version;
    private final List<Row> rows = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();

    Rows(TableSpec table, Dialect dialect, Adjustments adjustments) {
        this(table, dialect, adjustments, ChildRows.NONE);
    }

    /** @param children makes the rows of the child tables */
    Rows(TableSpec table, Dialect dialect, Adjustments adjustments, ChildRows children) {
        this.table = table;
        this.children = children;
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
     * @param children its rows in each child table; null for a child table that they are not known for
     */
    record Row(
            Map<String, @Nullable Object> record,
            List<@Nullable Object> values,
            @Nullable Object version,
            List<@Nullable List<ChildRow>> children) {

        Row(Map<String, @Nullable Object> record, List<@Nullable Object> values) {
            this(record, values, null, List.of());
        }
    }

    /** A record that cannot be written, as the route has it, with the reason. */
    record Reject(Map<String, @Nullable Object> record, String reason) {
        Reject {
            record = ShapedRecord.original(record);
        }
    }

    List<Row> rows() {
        return rows;
    }

    List<Reject> rejects() {
        return rejects;
    }

    /** Adds a record, as a row or as a reject. */
    void add(Map<String, @Nullable Object> record) {
        add(record, RecordColumns.PLAIN);
    }

    /** Adds a record in a shape, as a row or as a reject. */
    void add(Map<String, @Nullable Object> record, RecordColumns shape) {
        try {
            rows.add(row(shape.of(record, dialect)));
        } catch (IllegalArgumentException e) {
            rejects.add(new Reject(record, String.valueOf(e.getMessage())));
        }
    }

    /**
     * The row of a record.
     *
     * @throws IllegalArgumentException when the record cannot be converted; the message is the reason
     */
    Row row(Map<String, @Nullable Object> record) {
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
                throw new IllegalArgumentException(
                        "column " + columns[i].name() + " is " + columns[i].word() + ", and the value does not fit: "
                                + e.getMessage()
                                + RefusedValues.value(given, String.valueOf(e.getMessage())),
                        e);
            }
        }
        if (Arrays.stream(key).anyMatch(i -> values[i] == null)) {
            throw new IllegalArgumentException("the primary key " + keyText() + " has no value in this record");
        }
        return new Row(
                record,
                Arrays.asList(values),
                whole,
                children.isEmpty() ? List.of() : children.of(record, key(values)));
    }

    /** The values of the key's columns in the order of the key. */
    private List<Object> key(@Nullable Object[] values) {
        List<Object> found = new ArrayList<>(key.length);
        for (int place : key) {
            found.add(Objects.requireNonNull(values[place]));
        }
        return found;
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
}
