package dev.tidemark.sink;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows whose keys are equal in the database. When its equality matches Java's, no query runs; otherwise one
 * statement compares the keys of all rows. Not thread-safe; confined to the sync's thread.
 */
final class EqualKeys {

    private final Dialect dialect;
    private final TableSpec table;
    private final int[] key;

    EqualKeys(Dialect dialect, TableSpec table) {
        this.dialect = dialect;
        this.table = table;
        this.key = table.keyPlaces();
    }

    /**
     * The rows that are to be written: one per key.
     *
     * @param newest chooses among rows with equal keys
     * @param unreadable receives each row whose key the database cannot read, and the error
     */
    List<Rows.Row> merged(
            Connection connection,
            List<Rows.Row> rows,
            NewestRows newest,
            BiConsumer<Rows.Row, SQLException> unreadable)
            throws SQLException {
        if (table.compared().isEmpty()) {
            return newest.of(rows, rows.stream().map(this::plainKey).toList());
        }
        try {
            return newest.of(rows, groups(connection, rows));
        } catch (SQLException e) {
            requireFaultOfRows(e);
            List<Rows.Row> readable = readable(connection, rows, unreadable);
            return newest.of(readable, groups(connection, readable));
        }
    }

    private List<Rows.Row> readable(
            Connection connection, List<Rows.Row> rows, BiConsumer<Rows.Row, SQLException> unreadable)
            throws SQLException {
        Set<Rows.Row> faulty = Collections.newSetFromMap(new IdentityHashMap<>());
        FailedRowSearch rowSearch = new FailedRowSearch(rows);
        while (rowSearch.hasNext()) {
            List<Rows.Row> slice = rowSearch.next();
            try {
                groups(connection, slice);
                rowSearch.written();
            } catch (SQLException e) {
                requireFaultOfRows(e);
                if (rowSearch.refused()) {
                    faulty.add(slice.get(0));
                    unreadable.accept(slice.get(0), e);
                }
            }
        }
        return rows.stream().filter(row -> !faulty.contains(row)).toList();
    }

    private void requireFaultOfRows(SQLException refusal) throws SQLException {
        if (!dialect.isFaultOfRows(refusal)) {
            throw refusal;
        }
    }

    /** For each row, the place of a row with the same key. */
    private List<Object> groups(Connection connection, List<Rows.Row> rows) throws SQLException {
        Object[] groups = IntStream.range(0, rows.size()).boxed().toArray();
        Savepoint savepoint = dialect.hasSavepoints() ? connection.setSavepoint() : null;
        TableSpec keys = keys();
        try (PreparedStatement query = connection.prepareStatement(query(keys))) {
            dialect.bind(query, 1, keys, keys(rows));
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    groups[found.getInt(1)] = found.getInt(2);
                }
            }
        } catch (SQLException e) {
            if (savepoint != null) {
                connection.rollback(savepoint);
            }
            throw e;
        }
        if (savepoint != null) {
            connection.releaseSavepoint(savepoint);
        }
        return Arrays.asList(groups);
    }

    /**
     * The query that compares the keys of rows. Within each group of rows with the same key, it returns every row except
     * one, with the place of the row and of that one.
     *
     * @param keys the columns of the key, and last {@link TableSpec#PLACE}
     */
    private String query(TableSpec keys) {
        List<Column> columns = List.copyOf(keys.columns().values());
        List<String> values = dialect.values(keys);
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            UnaryOperator<String> compared =
                    keys.compared().getOrDefault(column.name(), value -> dialect.typed(column, value));
            typed.add(compared.apply(values.get(i)) + " as k" + i);
        }
        int last = columns.size() - 1;
        String key = IntStream.range(0, last).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
        return "select place, same from (select k" + last + " as place, min(k" + last + ") over (partition by " + key
                + ") as same from (select " + String.join(", ", typed) + " from " + dialect.source(keys)
                + ") as r) as g where place <> same";
    }

    /** The columns of the key, and one for a row's place. */
    private TableSpec keys() {
        Map<String, Column> columns = new LinkedHashMap<>(table.columns());
        columns.keySet().retainAll(table.key());
        // Columns of the database's own types are bound as text: their comparison handles invalid values.
        columns.replaceAll(
                (name, column) -> column.own() == null || !table.compared().containsKey(name)
                        ? column
                        : new Column(name, column.type(), column.precision(), column.scale()));
        columns.put(TableSpec.PLACE, new Column(TableSpec.PLACE, ColumnType.LONG));
        return new TableSpec(table.name(), columns, table.key(), null, false, table.compared(), Map.of());
    }

    private List<Rows.Row> keys(List<Rows.Row> rows) {
        int[] places = Arrays.stream(key).sorted().toArray();
        List<Rows.Row> keys = new ArrayList<>(rows.size());
        for (Rows.Row row : rows) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i : places) {
                values.add(row.values().get(i));
            }
            values.add((long) keys.size());
            keys.add(new Rows.Row(row.record(), values));
        }
        return keys;
    }

    private Object plainKey(Rows.Row row) {
        return key.length == 1
                ? plain(row.values().get(key[0]))
                : Arrays.stream(key).mapToObj(i -> plain(row.values().get(i))).toList();
    }

    /** A form that is equal when the values are: Java distinguishes some bytes and numbers that databases do not. */
    static Object plain(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        if (value instanceof Double number) {
            return number == 0 ? 0.0 : number;
        }
        if (value instanceof Float number) {
            return number == 0 ? 0.0F : number;
        }
        return value instanceof Duration span && span.isZero()
                ? LocalTime.MIDNIGHT
                : Objects.requireNonNull(value, "a key without a value is a reject");
    }
}
