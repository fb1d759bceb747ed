package dev.tidemark.sink;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes typed rows of records: one row a key, and a reject for each record that cannot become one. */
final class Rows {

    private static final int NONE = -1;

    private final TableSpec table;
    private final Dialect dialect;
    private final Adjustments adjustments;
    private final Column[] columns;
    private final int[] key;
    private final int version;
    private final Map<Object, Row> byKey = new LinkedHashMap<>();
    private final List<Reject> rejects = new ArrayList<>();

    Rows(TableSpec table, Dialect dialect, Adjustments adjustments) {
        this.table = table;
        this.dialect = dialect;
        this.adjustments = adjustments;
        this.columns = table.columns().values().toArray(Column[]::new);
        List<String> names = List.copyOf(table.columns().keySet());
        this.key = table.key().stream().mapToInt(names::indexOf).toArray();
        this.version = table.version() == null ? NONE : names.indexOf(table.version());
    }

    /**
     * The values of a row in the order of the table's columns, and the record that they come from.
     *
     * @param version the value that tells newer from older, with all digits that it came with; null when there is none
     */
    record Row(Map<String, @Nullable Object> record, List<@Nullable Object> values, @Nullable Object version) {

        Row(Map<String, @Nullable Object> record, List<@Nullable Object> values) {
            this(record, values, null);
        }
    }

    /** A record that cannot be written, with the reason. */
    record Reject(Map<String, @Nullable Object> record, String reason) {}

    List<Row> rows() {
        return new ArrayList<>(byKey.values());
    }

    List<Reject> rejects() {
        return rejects;
    }

    /** Takes a record. Of two with one key the newer stays; when neither is, the later. */
    void add(Map<String, @Nullable Object> record) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        Object whole = null;
        for (int i = 0; i < columns.length; i++) {
            try {
                Object value = convert(columns[i], record.get(columns[i].name()));
                whole = i == version ? value : whole;
                values[i] = kept(columns[i], value);
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
                adjustments.misfit(table, columns[i]);
                reject(
                        record,
                        "column " + columns[i].name() + " is " + columns[i].word() + ", and the value does not fit: "
                                + e.getMessage()
                                + RefusedValues.value(record.get(columns[i].name()), String.valueOf(e.getMessage())));
                return;
            }
        }
        Object id = key(values);
        if (id == null) {
            reject(record, "the primary key " + table.key() + " has no value in this record");
            return;
        }
        Row row = new Row(record, Arrays.asList(values), whole);
        byKey.merge(id, row, (before, after) -> isOlder(after, before) ? before : after);
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
                throw new DateTimeException("`" + value + "` has more than the " + column.scale()
                        + " digits of a second that the column keeps; give it more, or declare it as STRING");
            }
            adjustments.cut(table, column);
        }
        return kept;
    }

    /** What tells the row from others; null when a part of it is missing. */
    private @Nullable Object key(@Nullable Object[] values) {
        if (key.length == 1) {
            return values[key[0]];
        }
        List<@Nullable Object> parts =
                Arrays.stream(key).<@Nullable Object>mapToObj(i -> values[i]).toList();
        return parts.contains(null) ? null : parts;
    }

    private void reject(Map<String, @Nullable Object> record, String reason) {
        rejects.add(new Reject(record, reason));
    }

    /** As the statement has it: a time more than a day ahead. */
    private static boolean isMistaken(Object version) {
        if (version instanceof OffsetDateTime time) {
            return time.isAfter(OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
        }
        return version instanceof LocalDateTime local
                && local.isAfter(LocalDateTime.now(ZoneOffset.UTC).plusDays(1));
    }

    @SuppressWarnings("unchecked")
    private static boolean isOlder(Row row, Row other) {
        Object mine = row.version();
        Object its = other.version();
        return its != null && !isMistaken(its) && (mine == null || ((Comparable<Object>) mine).compareTo(its) < 0);
    }
}
