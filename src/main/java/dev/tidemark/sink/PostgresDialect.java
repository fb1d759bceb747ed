package dev.tidemark.sink;

import dev.tidemark.database.CatalogColumn;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
final class PostgresDialect extends ConflictDialect {

    private static final Pattern NUL_IN_JSON = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\u0000");

    /** A key that is too long for the index. */
    private static final String LIMIT_EXCEEDED = "54000";

    private static final TimeLimits TIMES = new TimeLimits(-4711, 294_275, true, Duration.ofDays(1));

    /** The error of some types, such as tsvector, for a text that is not valid. */
    private static final String SYNTAX_ERROR = "42601";

    /** The error of hstore before PostgreSQL 16. */
    private static final String INTERNAL_ERROR = "XX000";

    private static final Pattern HSTORE = Pattern.compile("Unexpected end of string|Syntax error near");

    private static final int MONEY_DIGITS = 19;
    private static final int LONGEST_NAME = 63;
    private static final int MOST_DIGITS = 1000;

    PostgresDialect() {
        super(Map.of(ColumnType.STRING, "text", ColumnType.JSON, "jsonb", ColumnType.BINARY, "bytea"));
    }

    /** A conflict locks the existing row. That is a write, even if nothing changes. */
    @Override
    String filter(TableSpec table) {
        if (table.others().isEmpty()) {
            return "";
        }
        List<String> values = values(table);
        String same = Arrays.stream(table.keyPlaces())
                .mapToObj(
                        i -> "o." + quote(List.copyOf(table.columns().keySet()).get(i)) + " = " + values.get(i))
                .collect(Collectors.joining(" and "));
        return " where coalesce((select " + replaces(table, "o."::concat, "u."::concat) + " from "
                + quoteTable(table.name()) + " as o where " + same + "), true)";
    }

    /** Values of the key are cast to the column's own type, so that they are compared like the column's values. */
    @Override
    List<String> values(TableSpec table) {
        List<String> values = new ArrayList<>(super.values(table));
        int place = 0;
        for (String name : table.columns().keySet()) {
            values.set(
                    place,
                    table.compared()
                            .getOrDefault(name, UnaryOperator.identity())
                            .apply(values.get(place)));
            place++;
        }
        return values;
    }

    @Override
    String comparisons() {
        return Comparisons.POSTGRESQL;
    }

    @Override
    int bind(PreparedStatement statement, int first, TableSpec table, List<Rows.Row> rows) throws SQLException {
        // A cached plan from when the table was small would read the whole table for every row.
        try (Statement setting = statement.getConnection().createStatement()) {
            setting.execute("set local plan_cache_mode = force_custom_plan");
        }
        return super.bind(statement, first, table, rows);
    }

    @Override
    String text(Object value) {
        if (TimeLimits.isFar(value)) {
            return TimeLimits.text((Temporal) value, "", " BC");
        }
        return value instanceof byte[] ? "\\x" + super.text(value) : super.text(value);
    }

    @Override
    String text(Column column, Object value) {
        return column.own() == null ? text(value) : PostgresLiteral.of(column.own(), text(value));
    }

    @Override
    Map<String, CatalogType> exactTypes(
            Connection connection, String schema, String table, Map<String, CatalogType> types) throws SQLException {
        return PostgresColumns.read(connection, schema, table, types);
    }

    @Override
    Map<String, String> generated(Connection connection, String schema, String table, List<CatalogColumn> columns)
            throws SQLException {
        return Identities.of(connection, schema, table, columns);
    }

    @Override
    Column column(String name, CatalogType type) {
        if (type.name().equals("money")) {
            return new Column(name, ColumnType.DECIMAL, MONEY_DIGITS, 2, type.own());
        }
        Column known = super.column(name, type);
        return known == null ? new Column(name, ColumnType.STRING, 0, 0, type.own()) : known;
    }

    /** Types are found by name: the driver's codes for other types and for domains are not specific. */
    @Override
    @Nullable
    ColumnType typeOf(int type, String name) {
        return PostgresColumns.KNOWN.get(name);
    }

    /** As in the catalogue. */
    @Override
    String uuid() {
        return "\"pg_catalog\".\"uuid\"";
    }

    @Override
    TimeLimits times() {
        return TIMES;
    }

    @Override
    void requireFit(Column column, Object value) {
        super.requireFit(column, value);
        boolean nul = column.type() == ColumnType.STRING
                ? value.toString().indexOf('\0') >= 0
                : column.type() == ColumnType.JSON
                        && NUL_IN_JSON.matcher(value.toString()).find();
        if (nul) {
            throw new IllegalArgumentException(
                    "it contains the character U+0000, which PostgreSQL cannot store in a" + " text");
        }
    }

    /** The driver reports an arbitrary length for the type numeric without limits. */
    @Override
    int precision(int size) {
        return size > MOST_DIGITS ? 0 : size;
    }

    /** PostgreSQL would truncate a longer name. */
    @Override
    @Nullable
    String faultOf(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        return length > LONGEST_NAME
                ? "has " + length + " bytes, more than PostgreSQL's limit of" + " " + LONGEST_NAME
                : null;
    }

    @Override
    boolean isFaultOfRows(SQLException e) {
        return super.isFaultOfRows(e)
                || LIMIT_EXCEEDED.equals(e.getSQLState())
                || SYNTAX_ERROR.equals(e.getSQLState())
                || (INTERNAL_ERROR.equals(e.getSQLState())
                        && HSTORE.matcher(String.valueOf(e.getMessage())).find());
    }

    /** The types json, xml and others have no equality operator, and circles are equal when they have the same area. */
    @Override
    String differs(@Nullable Column column, String one, String other) {
        return column != null && (column.own() != null || column.type() == ColumnType.JSON)
                ? super.differs(column, one + "::text", other + "::text")
                : super.differs(column, one, other);
    }
}
