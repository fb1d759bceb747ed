package dev.tidemark.sink;

import com.ethlo.time.ITU;
import dev.tidemark.database.CatalogColumn;
import dev.tidemark.database.Product;
import dev.tidemark.sync.Failure;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL of one database product. Stateless. */
abstract class Dialect {

    /** Serialization failure, deadlock, lock timeout. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03", "HYT00");

    /** How many parents one {@link #delete} has where the query of the keys that stay runs once for each row. */
    static final int FEW_PARENTS = 50;

    private final Map<ColumnType, String> types = new EnumMap<>(ColumnType.class);
    private final int fraction;

    /**
     * @param fraction the number of fractional digits of a second that the database keeps
     * @param own the types for which the database has its own names
     */
    Dialect(int fraction, Map<ColumnType, String> own) {
        this.fraction = fraction;
        types.put(ColumnType.BOOLEAN, "boolean");
        types.put(ColumnType.SHORT, "smallint");
        types.put(ColumnType.INT, "integer");
        types.put(ColumnType.LONG, "bigint");
        types.put(ColumnType.FLOAT, "real");
        types.put(ColumnType.DOUBLE, "double precision");
        types.put(ColumnType.DECIMAL, "decimal");
        types.put(ColumnType.STRING, "varchar");
        types.put(ColumnType.JSON, "json");
        types.put(ColumnType.BINARY, "blob");
        types.put(ColumnType.NAIVE_DATE, "date");
        types.put(ColumnType.NAIVE_TIME, "time(" + fraction + ")");
        types.put(ColumnType.NAIVE_DATETIME, "timestamp(" + fraction + ")");
        types.put(ColumnType.UTC_DATETIME, "timestamp(" + fraction + ") with time zone");
        types.putAll(own);
    }

    /**
     * The dialect of a connection's database, whatever its driver.
     *
     * @throws SQLException when the database does not respond, or is not a supported product
     */
    static Dialect of(Connection connection) throws SQLException {
        return switch (Product.of(connection.getMetaData())) {
            case H2 -> new H2Dialect();
            case POSTGRESQL -> new PostgresDialect();
            case DUCKDB -> new DuckDbDialect();
            case MARIADB -> MariaDbDialect.ofMariaDb(connection.getMetaData());
            case MYSQL -> MariaDbDialect.ofMySql();
            case SQLITE, OTHER ->
                throw new SQLException("the sink does not support the database "
                        + connection.getMetaData().getDatabaseProductName()
                        + "; it writes to " + WritableDatabases.NAMES);
        };
    }

    /**
     * One statement that inserts or updates rows. It skips a row when nothing differs or when the row in the table is
     * newer. Its text depends only on the table.
     */
    abstract String upsert(TableSpec table);

    /** The source of a statement's rows, in its {@code from} clause. */
    abstract String source(TableSpec table);

    /** The values of a row of {@link #source}, in the order of the columns. */
    abstract List<String> values(TableSpec table);

    /** A value of {@link #values}, cast to the column's type where the database cannot infer it. */
    String typed(Column column, String value) {
        return value;
    }

    /** The query of {@link Comparisons} for this database. */
    abstract String comparisons();

    /** Whether that query may find any of these columns. */
    boolean mayCompareOtherwise(Connection connection, List<CatalogColumn> columns) throws SQLException {
        return true;
    }

    /**
     * Binds rows to a statement made by {@link #upsert}, or with {@link #source}.
     *
     * @param first the index of the first parameter
     * @return the index of the parameter after the last
     */
    abstract int bind(PreparedStatement statement, int first, TableSpec table, List<Rows.Row> rows) throws SQLException;

    /** A value of {@link #values} in a form that is equal to the table's column when the value is. */
    String comparable(Column column, String value) {
        return value;
    }

    /** How many parents one {@link #delete} has at most. */
    int parentsInDelete() {
        return Integer.MAX_VALUE;
    }

    /**
     * Deletes the rows of some parents, except some rows.
     *
     * @param parents a query of the parents' keys
     * @param parentKey the table's columns for them
     * @param kept a query of the keys that stay
     * @param key the table's columns for them
     */
    String delete(TableSpec table, String parents, List<String> parentKey, String kept, List<String> key) {
        return "delete from " + quoteTable(table.name()) + " where (" + quoted(parentKey) + ") in (" + parents
                + ") and (" + quoted(key) + ") not in (" + kept + ")";
    }

    /**
     * How many rows a statement has inserted or updated.
     *
     * @param rows the number of rows given to it
     * @param count the statement's own update count
     */
    int written(Connection connection, int rows, int count) throws SQLException {
        return count;
    }

    /**
     * Refuses a value that the database would refuse or silently change.
     *
     * @throws IllegalArgumentException when the value is refused; the message says why
     */
    void requireFit(Column column, Object value) {
        times().require(value);
    }

    /** Whether a text is too long by the database's own count of characters. */
    boolean isTooLong(Column column, Object value) {
        return false;
    }

    /** The dates and times that it supports. */
    TimeLimits times() {
        return TimeLimits.NONE;
    }

    /** A column as this database stores it, with its maximum length and fractional digits. */
    Column kept(Column column, boolean key) {
        return switch (column.type()) {
            case NAIVE_TIME, NAIVE_DATETIME, UTC_DATETIME -> new Column(column.name(), column.type(), 0, fraction);
            default -> column;
        };
    }

    /** The type of a column in a statement. */
    String typeOf(Column column) {
        if (column.own() != null) {
            return column.own();
        }
        String type = types.get(column.type());
        return column.type() == ColumnType.DECIMAL && column.precision() > 0
                ? type + "(" + column.precision() + ", " + column.scale() + ")"
                : String.valueOf(type);
    }

    /** The type of a column with this catalogue type; null for a type that the sink does not support. */
    @Nullable
    ColumnType typeOf(int type, String name) {
        return CatalogType.standard(type, name);
    }

    /** A column with this catalogue type; null for a type that the sink cannot write. */
    @Nullable
    Column column(String name, CatalogType type) {
        ColumnType known = typeOf(type.code(), type.name());
        if (known == null) {
            return null;
        }
        return switch (known) {
            case DECIMAL -> new Column(name, known, precision(type.size()), type.digits());
            case STRING -> new Column(name, known, type.size(), 0);
            case NAIVE_TIME, NAIVE_DATETIME, UTC_DATETIME ->
                new Column(name, known, 0, fraction(type.code(), type.name(), type.size(), type.digits()));
            default -> new Column(name, known);
        };
    }

    /** The types of columns that the driver does not describe completely. */
    Map<String, CatalogType> exactTypes(
            Connection connection, String schema, String table, Map<String, CatalogType> types) throws SQLException {
        return Map.of();
    }

    /** The generated columns that the driver does not report, each with its kind. */
    Map<String, String> generated(Connection connection, String schema, String table, List<CatalogColumn> columns)
            throws SQLException {
        return Map.of();
    }

    /** The number of fractional digits of a second that a column with this catalogue type keeps. */
    int fraction(int type, String name, int size, int digits) {
        return digits;
    }

    /** The number of digits that a decimal column with this catalogue type keeps; 0 when there is no limit. */
    int precision(int size) {
        return size;
    }

    /** Whether columns of the two types are created the same way, so that the catalogue cannot distinguish them. */
    boolean areAlike(ColumnType one, ColumnType other) {
        return String.valueOf(types.get(one)).equals(types.get(other));
    }

    /** A value as a text that the database can parse. */
    String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof OffsetDateTime instant) {
            return ITU.formatUtcMicro(instant);
        }
        if (value instanceof LocalDateTime local) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
        }
        if (value instanceof Duration span) {
            return TimeSpan.text(span);
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** A value of a column as a text that the database can parse. */
    String text(Column column, Object value) {
        return text(value);
    }

    /** Whether the rows caused the error: class 22, data exceptions, or class 23, constraint violations. */
    boolean isFaultOfRows(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** The reason that is stored with a reject. */
    String reason(SQLException refusal) {
        return Failure.innermost(refusal);
    }

    /** Whether the same statement may succeed a moment later, in the same transaction. */
    boolean isRace(SQLException e) {
        return false;
    }

    /** Whether the same transaction may succeed when it is retried. */
    boolean isTransient(SQLException e) {
        String state = e.getSQLState();
        return state != null && TRANSIENT.contains(state);
    }

    /** Whether a refused statement can be undone without the transaction. */
    boolean hasSavepoints() {
        return true;
    }

    /** The name of its UUID type; null when it has none. */
    @Nullable
    String uuid() {
        return "uuid";
    }

    /** The options after the columns of a table's definition. */
    String tableOptions() {
        return "";
    }

    /** The keywords between a table and the column that is added to it. */
    String addColumnWords() {
        return " add column if not exists ";
    }

    /** Gives a column of an existing table a wider type. All values are kept. */
    List<String> changeType(TableSpec table, Column before, Column after) {
        String name = quote(before.name());
        String value = after.type() == ColumnType.STRING
                ? asText(before, name)
                : "cast(" + name + " as " + typeOf(after) + ")";
        return List.of("alter table " + quoteTable(table.name()) + " alter column " + name + " set data type "
                + typeOf(after) + " using " + value);
    }

    /** A column's value as a text that does not depend on the session. */
    final String asText(Column column, String name) {
        return switch (column.type()) {
            case BOOLEAN -> "case when " + name + " then 'true' when not " + name + " then 'false' end";
            case UTC_DATETIME ->
                "cast(cast(" + name + " at time zone 'UTC' as timestamp(" + fraction + ")) as varchar) || 'Z'";
            case DECIMAL -> {
                String text = "cast(" + name + " as varchar)";
                yield column.scale() > 0 ? withoutZeros(text) : text;
            }
            default -> "cast(" + name + " as varchar)";
        };
    }

    /** A text with a decimal point, without trailing zeros: a key must have the same text when it is read again. */
    static String withoutZeros(String text) {
        return "regexp_replace(" + text + ", '[.]?0+$', '')";
    }

    /** Unique keys of a table that the driver does not report, each as its columns. */
    Collection<Set<String>> uniqueKeys(Connection connection, @Nullable String schema, String table)
            throws SQLException {
        return List.of();
    }

    /** The problem with a name that is not empty; null when the name is valid. */
    abstract @Nullable String faultOf(String name);

    /** Whether names that differ only in case are different names. */
    boolean isCaseSensitive() {
        return true;
    }

    /** Whether the type of a column of the primary key can be changed. */
    boolean canChangeKeys() {
        return true;
    }

    /**
     * The maximum length of a text; 0 when there is no limit.
     *
     * @param keys the number of columns of the primary key that contains it; 0 when it is not part of a key
     */
    int greatestLength(int keys) {
        return 0;
    }

    /** The type of {@code _synced_at}. */
    String syncedAtType() {
        return typeOf(new Column(TableSpec.SYNCED_AT, ColumnType.UTC_DATETIME));
    }

    /** Quotes a name and preserves its case. A quote inside it is doubled. */
    String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quotes a table's name, and its schema's when a dot separates the two. */
    final String quoteTable(String name) {
        return Arrays.stream(name.split("\\.", 2)).map(this::quote).collect(Collectors.joining("."));
    }

    /** Quotes names and puts commas between them. */
    final String quoted(Collection<String> names) {
        return quoted("", names);
    }

    /** Quotes names, each after a prefix, and puts commas between them. */
    final String quoted(String prefix, Collection<String> names) {
        return names.stream().map(name -> prefix + quote(name)).collect(Collectors.joining(", "));
    }

    /** The condition that two rows have the same values in these columns, each after its row's prefix. */
    final String equal(Collection<String> names, String one, String other) {
        return names.stream()
                .map(this::quote)
                .map(name -> one + name + " = " + other + name)
                .collect(Collectors.joining(" and "));
    }

    /** Assigns the new row's value to each column that is not part of the key. */
    final String assignments(TableSpec table, String from) {
        return table.others().stream()
                .map(column -> quote(column.name()) + " = " + from + quote(column.name()) + ", ")
                .collect(Collectors.joining());
    }

    /**
     * The condition under which a new row replaces the one in the table: it is not older, and something differs. When two
     * versions are equal because digits were cut off, the new row may be the older one. A version more than a day in the
     * future is a mistake of the source: without an exception, its row could never be corrected.
     *
     * @param old the expression for a column of the row in the table, by its quoted name
     * @param young the expression for a column of the new row
     */
    final String replaces(TableSpec table, UnaryOperator<String> old, UnaryOperator<String> young) {
        String differs = table.others().stream()
                .map(column -> differs(column, old.apply(quote(column.name())), young.apply(quote(column.name()))))
                .collect(Collectors.joining(" or "));
        if (table.version() == null) {
            return "(" + differs + ")";
        }
        String before = old.apply(quote(table.version()));
        Column version = table.columns().get(table.version());
        String mistaken = version != null
                        && (version.type() == ColumnType.UTC_DATETIME || version.type() == ColumnType.NAIVE_DATETIME)
                ? " or " + before + " > " + tomorrow(version)
                : "";
        return "(" + before + " is null or " + young.apply(quote(table.version()))
                + (table.cutVersions() ? " > " : " >= ") + before
                + mistaken + ") and (" + differs + ")";
    }

    /** The time a day from now, in a form that can be compared with a column of times. */
    String tomorrow(Column column) {
        return "now() + interval '1' day";
    }

    /** Whether two values of a column differ; null is treated as a value. */
    String differs(@Nullable Column column, String one, String other) {
        return one + " is distinct from " + other;
    }
}
