package dev.tidemark.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. Its driver reports a domain as its base type. */
final class PostgresTypes implements TypeRules {

    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    /** Types whose text the database itself creates, identical in every session. */
    private static final Set<String> TEXTS = Set.of(
            "text",
            "char",
            "name",
            "citext",
            "xml",
            "interval",
            "varbit",
            "jsonpath",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "line",
            "lseg",
            "path",
            "polygon",
            "circle",
            "tsvector",
            "tsquery",
            "pg_lsn",
            "xid",
            "xid8",
            "cid",
            "tid",
            "pg_snapshot",
            "txid_snapshot",
            "int4range",
            "int8range",
            "numrange",
            "daterange",
            "tsrange",
            "int4multirange",
            "int8multirange",
            "nummultirange",
            "datemultirange",
            "tsmultirange",
            "ltree",
            "lquery",
            "ltxtquery",
            "cube",
            "seg",
            "geometry",
            "geography",
            "vector");

    /** An empty range has no bounds, and one of null is null. */
    private static final String RANGE_IN_UTC = "case when isempty(%1$s) then 'empty' when %1$s is not null then"
            + " cast(tsrange(lower(%1$s) at time zone 'UTC', upper(%1$s) at time zone 'UTC',"
            + " case when lower_inc(%1$s) then '[' else '(' end || case when upper_inc(%1$s) then ']' else ')' end)"
            + " as text) end";

    @Override
    public String selected(String column, DriverType type) {
        return switch (type.word()) {
            // Its text depends on the locale.
            case "money" -> "cast(" + column + " as numeric(19, 2))";
            case "_money" -> "cast(" + column + " as numeric[])";
            // The driver formats them differently once it fetches them in binary form.
            case "point", "box" -> "cast(" + column + " as text)";
            case "_point", "_box" -> "cast(" + column + " as text[])";
            // Its text depends on the zone of the session.
            case "tstzrange" -> RANGE_IN_UTC.formatted(column);
            default -> column;
        };
    }

    @Override
    public @Nullable TypeRule rule(DriverType type) {
        if (TEXTS.contains(type.word())) {
            return SharedRules.TEXT;
        }
        return switch (type.word()) {
            case "varchar", "bpchar" -> SharedRules.SIZED_TEXT;
            case "uuid" -> SharedRules.UUID;
            case "bool" -> SharedRules.BOOLEAN;
            case "bit" -> type.precision() == 1 ? SharedRules.BOOLEAN : SharedRules.TEXT;
            case "int2", "smallserial" -> SharedRules.SHORT;
            case "int4", "serial" -> SharedRules.INT;
            case "int8", "oid", "bigserial" -> SharedRules.LONG;
            case "float4" -> SharedRules.FLOAT;
            case "float8" -> SharedRules.DOUBLE;
            case "numeric" -> SharedRules.DECIMAL;
            case "bytea" -> SharedRules.BYTES;
            case "json", "jsonb" -> SharedRules.JSON;
            // A map already.
            case "hstore" -> TypeRule.of("JSON", ResultSet::getObject);
            case "date" -> TypeRule.of("NAIVE_DATE", PostgresTypes::date);
            case "time" -> TypeRule.of("NAIVE_TIME", PostgresTypes::time);
            case "timetz" -> TypeRule.of("STRING", PostgresTypes::timeWithZone);
            case "timestamp" -> TypeRule.of("NAIVE_DATETIME", PostgresTypes::dateTime);
            case "timestamptz" -> TypeRule.of("UTC_DATETIME", PostgresTypes::instant);
            // Types like money are read through the selected expression. An enum has its own type name.
            default ->
                type.jdbc() == Types.ARRAY
                        ? TypeRule.of("JSON", Cells.array(this))
                        : type.jdbc() == Types.VARCHAR ? SharedRules.TEXT : null;
        };
    }

    private static @Nullable String date(ResultSet row, int column) throws SQLException {
        LocalDate date = row.getObject(column, LocalDate.class);
        return LocalDate.MAX.equals(date) ? INFINITY : LocalDate.MIN.equals(date) ? MINUS_INFINITY : Cells.text(date);
    }

    /** The driver has no better representation of 24:00. */
    private static @Nullable String time(ResultSet row, int column) throws SQLException {
        LocalTime time = row.getObject(column, LocalTime.class);
        return LocalTime.MAX.equals(time) ? "24:00:00" : Cells.text(time);
    }

    private static @Nullable String timeWithZone(ResultSet row, int column) throws SQLException {
        OffsetTime time = row.getObject(column, OffsetTime.class);
        return OffsetTime.MAX.equals(time)
                ? row.getString(column)
                : time == null ? null : DateTimeFormatter.ISO_OFFSET_TIME.format(time);
    }

    private static @Nullable String dateTime(ResultSet row, int column) throws SQLException {
        LocalDateTime local = row.getObject(column, LocalDateTime.class);
        return LocalDateTime.MAX.equals(local)
                ? INFINITY
                : LocalDateTime.MIN.equals(local) ? MINUS_INFINITY : Cells.text(local);
    }

    private static @Nullable String instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return OffsetDateTime.MAX.equals(instant)
                ? INFINITY
                : OffsetDateTime.MIN.equals(instant) ? MINUS_INFINITY : Cells.text(instant);
    }
}
