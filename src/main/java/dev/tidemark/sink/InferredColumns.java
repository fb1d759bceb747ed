package dev.tidemark.sink;

import dev.tidemark.database.DestinationType;
import dev.tidemark.database.UnreadableValue;
import dev.tidemark.database.Uuids;
import dev.tidemark.row.FieldPath;
import dev.tidemark.strategy.cursor.TimestampText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a sink that declares none. A column has its type in the table. A new column has its type in the source
 * database, otherwise a type inferred from the field's first value that is not null. Values that do not fit widen their
 * column.
 */
final class InferredColumns {

    private static final int DIGITS = 38;
    private static final int FRACTION = 18;

    /** Dates and times that some databases have and some destinations do not. */
    private static final Pattern ODD_TIME = Pattern.compile(
            "-?infinity|[-+]\\d.*|0000-.*|\\d{4}-00-.*|\\d{4}-\\d\\d-00.*|(?:2[4-9]|[3-9]\\d|\\d{3}):\\d\\d.*");

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private volatile Map<String, DestinationType> suggested = Map.of();

    /** The columns by name, in the order in which they were seen. */
    Map<String, Column> columns() {
        return columns;
    }

    /** Suggests the types of new columns. They apply unless a step of the route has replaced the field's value. */
    void suggest(Map<String, DestinationType> types) {
        suggested = types;
    }

    /** Forgets the columns: another process may have changed the table. */
    void forget() {
        columns.clear();
    }

    /**
     * Adds a column for each new field, and widens columns that are too narrow for a value. The columns of the key, the
     * cursor and null fields are taken from the table.
     *
     * @param existing the columns that the table has
     * @param names the texts of the version become times, so that records can be ordered, and its column keeps an ordered
     *     type
     */
    void extend(
            List<Map<String, @Nullable Object>> records,
            Map<String, @Nullable Column> existing,
            Dialect dialect,
            TableNames names) {
        names.key().forEach(name -> keep(name, existing));
        String version = names.version();
        if (version != null) {
            keep(version, existing);
            beginOrdered(records, dialect, names, version);
        }
        BiConsumer<String, @Nullable Object> extend = (name, value) -> extend(name, value, existing, dialect, names);
        records.forEach(record -> names.forEach(record, extend));
        BiConsumer<String, @Nullable Object> keep = (name, value) -> keepUnreadable(name, value, dialect, names.key());
        records.forEach(record -> names.forEach(record, keep));
    }

    private void extend(
            String name,
            @Nullable Object value,
            Map<String, @Nullable Column> existing,
            Dialect dialect,
            TableNames names) {
        List<String> key = names.key();
        if (name.equals(FieldPath.PARENT)) {
            return;
        }
        if (value == null || value instanceof UnreadableValue) {
            keep(name, existing);
            Column wanted = suggestion(name, dialect);
            if (wanted != null && !existing.containsKey(name)) {
                columns.putIfAbsent(name, dialect.kept(wanted, key.contains(name)));
            }
            return;
        }
        Column known = columns.get(name);
        boolean cursor = name.equals(names.version());
        if (known == null) {
            Column there = existing.get(name);
            known = there == null ? dialect.kept(added(name, value, cursor, dialect), key.contains(name)) : there;
            columns.put(name, known);
        }
        boolean holds = Widening.holds(known, value, key.contains(name))
                && !dialect.isTooLong(known, value)
                && (!isUuid(known, dialect) || Uuids.isOne(value.toString()));
        if (!holds && !isOdd(known, value)) {
            widen(known, value, dialect, key, cursor && known.type().isOrdered());
        }
    }

    /** A record with an unreadable value becomes a reject, which needs a column: without another value, a text column. */
    private void keepUnreadable(String name, @Nullable Object value, Dialect dialect, List<String> key) {
        if (value instanceof UnreadableValue) {
            columns.computeIfAbsent(name, any -> dialect.kept(new Column(name, ColumnType.STRING), key.contains(name)));
        }
    }

    /** One value that is not a time must not turn the cursor's column into text. */
    private void beginOrdered(
            List<Map<String, @Nullable Object>> records, Dialect dialect, TableNames names, String version) {
        boolean isInferred = names.open() || names.made().containsKey(version);
        if (isInferred && !columns.containsKey(version)) {
            FieldPath field = names.field(version);
            records.stream()
                    .map(field::read)
                    .filter(value -> value != null && !(value instanceof UnreadableValue))
                    .map(value -> added(version, value, true, dialect))
                    .filter(column -> column.type().isOrdered())
                    .findFirst()
                    .ifPresent(column -> columns.put(
                            version, dialect.kept(column, names.key().contains(version))));
        }
    }

    /**
     * Keeps the table's column for a field: a value that became null must be written, and a row without its version would
     * replace a newer one.
     */
    private void keep(String name, Map<String, @Nullable Column> existing) {
        Column there = existing.get(name);
        if (there != null && !name.equals(TableSpec.SYNCED_AT)) {
            columns.putIfAbsent(name, there);
        }
    }

    private void widen(Column known, Object value, Dialect dialect, List<String> key, boolean ordered) {
        boolean isKey = key.contains(known.name());
        if (isUuid(known, dialect)) {
            columns.put(known.name(), dialect.kept(new Column(known.name(), ColumnType.STRING), isKey));
            return;
        }
        Column wider = Widening.of(known, value, ordered, dialect.greatestLength(isKey ? key.size() : 0));
        if (wider != null) {
            columns.put(known.name(), wider);
        }
    }

    private static boolean isUuid(Column column, Dialect dialect) {
        return column.own() != null && column.own().equalsIgnoreCase(dialect.uuid());
    }

    private @Nullable Column suggestion(String name, Dialect dialect) {
        DestinationType type = suggested.get(name);
        if (type == null) {
            return null;
        }
        if (type.word().equals("UUID")) {
            return new Column(name, ColumnType.STRING, dialect.uuid() == null ? Uuids.LENGTH : 0, 0, dialect.uuid());
        }
        Column plain = new Column(name, ColumnType.valueOf(type.word()));
        return type.precision() == 0 ? plain : new Column(name, plain.type(), type.precision(), type.scale());
    }

    private Column added(String name, Object value, boolean cursor, Dialect dialect) {
        Column wanted = suggestion(name, dialect);
        boolean fits = wanted != null
                && (wanted.own() != null
                        ? Uuids.isOne(value.toString())
                        : isOdd(wanted, value) || Widening.holds(wanted, value, false));
        return wanted != null && fits ? wanted : column(name, value, cursor);
    }

    /**
     * Whether it is a value of the source's type that the destination may not support. It is rejected, and does not turn
     * its column into text.
     */
    private boolean isOdd(Column column, Object value) {
        boolean time = column.type().isTime() || column.type() == ColumnType.NAIVE_DATE;
        DestinationType type = suggested.get(column.name());
        return ColumnType.isEndless(value)
                || (time
                        && type != null
                        && type.word().equals(column.type().name())
                        && value instanceof String text
                        && ODD_TIME.matcher(text).matches());
    }

    private static Column column(String name, Object value, boolean cursor) {
        if (value instanceof Boolean) {
            return new Column(name, ColumnType.BOOLEAN);
        }
        if (value instanceof byte[]) {
            return new Column(name, ColumnType.BINARY);
        }
        if (ColumnType.isNested(value)) {
            return new Column(name, ColumnType.JSON);
        }
        if (value instanceof Double || value instanceof Float) {
            return new Column(name, ColumnType.DOUBLE);
        }
        if (value instanceof Number) {
            return number(name, value);
        }
        return new Column(name, cursor ? cursorType(value.toString()) : ColumnType.STRING);
    }

    /** The first type that keeps every digit. */
    private static Column number(String name, Object value) {
        List<Column> candidates = List.of(
                new Column(name, ColumnType.LONG),
                new Column(name, ColumnType.DECIMAL, DIGITS, 0),
                new Column(name, ColumnType.DOUBLE),
                new Column(name, ColumnType.DECIMAL, DIGITS, FRACTION));
        boolean whole = !(value instanceof BigDecimal decimal && decimal.scale() > 0);
        return candidates.stream()
                .skip(whole ? 0 : 2)
                .filter(kind -> Widening.holds(kind, value, true))
                .findFirst()
                .orElse(new Column(name, ColumnType.STRING));
    }

    /** Digits alone may be a growing number, and later values need not look like dates. */
    private static ColumnType cursorType(String text) {
        if (text.chars().allMatch(Character::isDigit)) {
            return ColumnType.STRING;
        }
        try {
            boolean instant = TimestampText.read(text, ZoneOffset.UTC).hasZone();
            return instant ? ColumnType.UTC_DATETIME : ColumnType.NAIVE_DATETIME;
        } catch (DateTimeException e) {
            return ColumnType.STRING;
        }
    }
}
