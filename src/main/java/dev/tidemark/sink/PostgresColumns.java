package dev.tidemark.sink;

import static java.util.Map.entry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The types of PostgreSQL's columns, including the base types of domains. */
final class PostgresColumns {

    /** The types that the sink supports. */
    static final Map<String, ColumnType> KNOWN = Map.ofEntries(
            entry("bool", ColumnType.BOOLEAN),
            entry("int2", ColumnType.SHORT),
            entry("int4", ColumnType.INT),
            entry("int8", ColumnType.LONG),
            entry("float4", ColumnType.FLOAT),
            entry("float8", ColumnType.DOUBLE),
            entry("numeric", ColumnType.DECIMAL),
            entry("text", ColumnType.STRING),
            entry("varchar", ColumnType.STRING),
            entry("bpchar", ColumnType.STRING),
            entry("json", ColumnType.JSON),
            entry("jsonb", ColumnType.JSON),
            entry("bytea", ColumnType.BINARY),
            entry("date", ColumnType.NAIVE_DATE),
            entry("time", ColumnType.NAIVE_TIME),
            entry("timestamp", ColumnType.NAIVE_DATETIME),
            entry("timestamptz", ColumnType.UTC_DATETIME));

    /** The names are quoted: {@code bit} without quotes would be {@code bit(1)}, and would truncate longer values. */
    private static final String QUERY =
            """
            with recursive c(name, type, mod, domain) as (
              select a.attname, a.atttypid, a.atttypmod, false from pg_catalog.pg_attribute a
              join pg_catalog.pg_class t on t.oid = a.attrelid join pg_catalog.pg_namespace s on s.oid = t.relnamespace
              where s.nspname = ? and t.relname = ? and a.attnum > 0 and not a.attisdropped
              union all
              select c.name, t.typbasetype, t.typtypmod, true from c join pg_catalog.pg_type t on t.oid = c.type
              where t.typtype = 'd')
            select c.name, t.typname, '"' || replace(s.nspname, '"', '""') || '"."' || replace(t.typname, '"', '""') || '"',
              c.mod, c.domain from c join pg_catalog.pg_type t on t.oid = c.type
              join pg_catalog.pg_namespace s on s.oid = t.typnamespace where t.typtype <> 'd'""";

    private static final int HEADER = 4;
    private static final int MICROSECONDS = 6;

    private PostgresColumns() {}

    static Map<String, CatalogType> read(
            Connection connection, String schema, String table, Map<String, CatalogType> types) throws SQLException {
        Map<String, CatalogType> exact = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, schema);
            query.setString(2, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    String column = found.getString(1);
                    CatalogType reported = Objects.requireNonNull(types.get(column));
                    String name = found.getString(2);
                    exact.put(
                            column,
                            found.getBoolean(5)
                                    ? domain(reported.code(), name, found.getString(3), found.getInt(4))
                                    : new CatalogType(
                                            reported.code(),
                                            name,
                                            found.getString(3),
                                            reported.size(),
                                            reported.digits()));
                }
            }
        }
        return exact;
    }

    /** The limits of a domain's base type, which the driver does not report. */
    private static CatalogType domain(int code, String name, String own, int mod) {
        return switch (name) {
            case "numeric" ->
                new CatalogType(
                        code, name, own, mod < 0 ? 0 : (mod - HEADER) >> 16, mod < 0 ? 0 : (mod - HEADER) & 0x7ff);
            case "varchar", "bpchar" -> new CatalogType(code, name, own, mod < 0 ? 0 : mod - HEADER, 0);
            default -> new CatalogType(code, name, own, 0, mod < 0 ? MICROSECONDS : mod);
        };
    }
}
