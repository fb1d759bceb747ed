package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB and MySQL: {@code JSON_TABLE} of one parameter with all rows.
 *
 * <p>Sessions must be strict ({@link dev.tidemark.database.SessionSettings}); otherwise the server would truncate values
 * that do not fit. Names and texts are compared byte by byte: by default, {@code a} and {@code A} would be the same key. A
 * row that conflicts with another unique key than the primary one would replace a row of another key, so that is an error.
 * A variable counts the skipped rows, since the statement's own count depends on the connection.
 */
final class MariaDbDialect extends Dialect {

    private static final int MICROSECONDS = 6;
    private static final TimeLimits TIMES =
            new TimeLimits(1, 9999, false, Duration.ofHours(839).minusNanos(1000));
    private static final int KEY_LENGTH = 255;

    /** The lengths of all columns of a table, at four bytes per character, must total less than 65,536. */
    private static final int LONGEST_IN_ROW = 64;

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_KEY = 768;
    private static final int LENGTH_WITHOUT_FRACTION = 19;
    private static final int TIME_WITHOUT_FRACTION = 10;

    private final String collation;
    private final boolean mariaDb;
    private final @Nullable String uuid;

    /**
     * @param collation a binary collation in which trailing blanks count
     * @param mariaDb whether it is MariaDB, not MySQL
     * @param uuid its type of UUIDs; null when it has none
     */
    private MariaDbDialect(String collation, boolean mariaDb, @Nullable String uuid) {
        super(
                MICROSECONDS,
                Map.of(
                        ColumnType.FLOAT, "double",
                        ColumnType.DOUBLE, "double",
                        ColumnType.STRING, "longtext",
                        ColumnType.BINARY, "longblob",
                        ColumnType.NAIVE_DATETIME, "datetime(6)",
                        ColumnType.UTC_DATETIME, "datetime(6)"));
        this.collation = collation;
        this.mariaDb = mariaDb;
        this.uuid = uuid;
    }

    /** MariaDB has had UUIDs since 10.7. */
    static MariaDbDialect ofMariaDb(DatabaseMetaData database) throws SQLException {
        int major = database.getDatabaseMajorVersion();
        boolean uuids = major > 10 || (major == 10 && database.getDatabaseMinorVersion() >= 7);
        return new MariaDbDialect("utf8mb4_nopad_bin", true, uuids ? "uuid" : null);
    }

    static MariaDbDialect ofMySql() {
        return new MariaDbDialect("utf8mb4_0900_bin", false, null);
    }

    @Override
    @Nullable
    String uuid() {
        return uuid;
    }

    @Override
    String upsert(TableSpec table) {
        return new MariaDbStatements(this).upsert(table);
    }

    @Override
    String source(TableSpec table) {
        return IntStream.range(0, table.columns().size())
                .mapToObj(i -> "c" + i + " longtext path '$[" + i + "]'")
                .collect(Collectors.joining(", ", "json_table(?, '$[*]' columns (", ")) as j"));
    }

    @Override
    List<String> values(TableSpec table) {
        List<String> values = new ArrayList<>();
        for (Column column : table.columns().values()) {
            values.add(value(column, "j.c" + values.size()));
        }
        return values;
    }

    /**
     * Compares the hash of the bytes. Texts from a JSON table would be equal regardless of case. When it partitions by
     * them, the server treats long texts and bytes as equal.
     */
    @Override
    String typed(Column column, String value) {
        return switch (column.type()) {
            case STRING, BINARY -> "sha2(" + value + ", 256)";
            default -> value;
        };
    }

    /** The rows hold texts, which the server would compare with a number as floating-point numbers. */
    @Override
    String comparable(Column column, String value) {
        if (column.own() != null) {
            return value;
        }
        return switch (column.type()) {
            case STRING -> "convert(" + value + " using utf8mb4) collate " + collation;
            case BOOLEAN -> "cast(" + value + " as unsigned)";
            case SHORT, INT, LONG -> "cast(" + value + " as signed)";
            case FLOAT, DOUBLE -> "cast(" + value + " as double)";
            case DECIMAL -> "cast(" + value + " as decimal(65, " + column.scale() + "))";
            case NAIVE_DATE -> "cast(" + value + " as date)";
            case NAIVE_TIME -> "cast(" + value + " as time(6))";
            case NAIVE_DATETIME, UTC_DATETIME -> "cast(" + value + " as datetime(6))";
            case BINARY, JSON -> value;
        };
    }

    @Override
    int parentsInDelete() {
        return FEW_PARENTS;
    }

    @Override
    String delete(TableSpec table, String parents, List<String> parentKey, String kept, List<String> key) {
        return new MariaDbStatements(this).delete(table, parents, parentKey, kept, key);
    }

    @Override
    String comparisons() {
        return Comparisons.MARIADB;
    }

    /** A bit column does not accept a text as a number. */
    private static String value(Column column, String field) {
        if (column.type() == ColumnType.BINARY) {
            return "unhex(" + field + ")";
        }
        return column.type() == ColumnType.BOOLEAN && column.own() != null ? "cast(" + field + " as unsigned)" : field;
    }

    @Override
    String reason(SQLException e) {
        return MariaDbErrors.isOtherUniqueKey(e)
                ? "a row with another primary key has the same value in a unique index"
                : super.reason(e);
    }

    @Override
    boolean isFaultOfRows(SQLException e) {
        return super.isFaultOfRows(e) || MariaDbErrors.isFaultOfRows(e);
    }

    @Override
    boolean isTransient(SQLException e) {
        return super.isTransient(e) || MariaDbErrors.isLockTimeout(e);
    }

    @Override
    String differs(@Nullable Column column, String one, String other) {
        boolean text = column != null && column.type() == ColumnType.STRING;
        return text
                ? "not (cast(" + one + " as binary) <=> cast(" + other + " as binary))"
                : "not (" + one + " <=> " + other + ")";
    }

    @Override
    int bind(PreparedStatement statement, int first, TableSpec table, List<Rows.Row> rows) throws SQLException {
        try (Statement session = statement.getConnection().createStatement()) {
            session.execute("set @tidemark_unchanged = 0");
        }
        String json = JsonRows.text(rows, this::text);
        JsonRows.requireRoom(
                json, () -> MariaDbErrors.number(statement.getConnection(), "select @@max_allowed_packet"));
        statement.setString(first, json);
        return first + 1;
    }

    @Override
    void requireFit(Column column, Object value) {
        super.requireFit(column, value);
        if (ColumnType.isEndless(value)) {
            throw new IllegalArgumentException(
                    "the destination does not support the number `" + value + "`; declare" + " the column as STRING");
        }
        if (column.own() != null) {
            MariaDbColumns.requireLabel(column.own(), value.toString());
        }
    }

    @Override
    TimeLimits times() {
        return TIMES;
    }

    @Override
    int written(Connection connection, int rows, int count) throws SQLException {
        return rows - MariaDbErrors.number(connection, "select @tidemark_unchanged");
    }

    @Override
    String text(Object value) {
        if (value instanceof Boolean bit) {
            return bit ? "1" : "0";
        }
        return super.text(value instanceof OffsetDateTime instant ? instant.toLocalDateTime() : value);
    }

    /** Columns of a unique key must be short. */
    @Override
    Column kept(Column column, boolean key) {
        if (column.type() != ColumnType.STRING || column.own() != null) {
            return super.kept(column, key);
        }
        int length = column.precision() > (key ? KEY_LENGTH : LONGEST_IN_ROW) ? 0 : column.precision();
        return new Column(column.name(), column.type(), length == 0 && key ? KEY_LENGTH : length, 0);
    }

    @Override
    String typeOf(Column column) {
        return column.type() == ColumnType.STRING && column.precision() > 0
                ? "varchar(" + column.precision() + ")"
                : super.typeOf(column);
    }

    @Override
    boolean areAlike(ColumnType one, ColumnType other) {
        return super.areAlike(one, other)
                || EnumSet.of(one, other).equals(EnumSet.of(ColumnType.STRING, ColumnType.JSON));
    }

    @Override
    Map<String, CatalogType> exactTypes(
            Connection connection, String schema, String table, Map<String, CatalogType> types) throws SQLException {
        return MariaDbColumns.read(connection, schema, table, types, mariaDb);
    }

    @Override
    @Nullable
    Column column(String name, CatalogType type) {
        Column special = MariaDbColumns.column(name, type);
        return special == null ? super.column(name, type) : special;
    }

    /** The database has one type for both, and an instant without its zone is still UTC. */
    @Override
    @Nullable
    ColumnType typeOf(int type, String name) {
        return type == Types.TIMESTAMP ? ColumnType.UTC_DATETIME : super.typeOf(type, name);
    }

    @Override
    int fraction(int type, String name, int size, int digits) {
        int without = type == Types.TIME ? TIME_WITHOUT_FRACTION : LENGTH_WITHOUT_FRACTION;
        return Math.max(0, size - without - 1);
    }

    @Override
    String tableOptions() {
        return " character set utf8mb4 collate " + collation;
    }

    /** MySQL has no "if not exists" here. */
    @Override
    String addColumnWords() {
        return mariaDb ? super.addColumnWords() : " add column ";
    }

    /** The database has no conversion expression in this statement, and its booleans are numbers. */
    @Override
    List<String> changeType(TableSpec table, Column before, Column after) {
        String target = quoteTable(table.name());
        String name = quote(before.name());
        String change = "alter table " + target + " modify column " + name + " " + typeOf(after)
                + (table.key().contains(before.name()) ? " not null" : "");
        String text = after.type() != ColumnType.STRING
                ? ""
                : switch (before.type()) {
                    case BOOLEAN -> "if(" + name + " = '0', 'false', 'true') where " + name + " is not null";
                    case DECIMAL -> before.scale() > 0 ? withoutZeros(name) : "";
                    default -> "";
                };
        return text.isEmpty() ? List.of(change) : List.of(change, "update " + target + " set " + name + " = " + text);
    }

    @Override
    @Nullable
    String faultOf(String name) {
        if (name.length() > LONGEST_NAME) {
            return "has " + name.length() + " characters, more than the database's limit of " + LONGEST_NAME;
        }
        if (name.endsWith(" ")) {
            return "ends with a blank, which the database refuses";
        }
        return name.chars().anyMatch(each -> Character.isSurrogate((char) each))
                ? "contains a character beyond U+FFFF, which the database refuses"
                : null;
    }

    @Override
    boolean isCaseSensitive() {
        return false;
    }

    /** An index holds 3072 bytes, and a character has up to 4. */
    @Override
    int greatestLength(int keys) {
        return keys == 0 ? 0 : LONGEST_KEY / keys;
    }

    @Override
    String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}
