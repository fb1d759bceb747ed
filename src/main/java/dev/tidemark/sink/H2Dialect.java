package dev.tidemark.sink;

import dev.tidemark.database.CatalogColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** H2: {@code MERGE} from {@code UNNEST}, with one array per column. */
final class H2Dialect extends Dialect {

    /** Another connection may have inserted the row after the statement read the table; a retry updates it. */
    private static final String DUPLICATE_KEY = "23505";

    private static final String CONCURRENT_UPDATE = "90131";

    private static final TimeLimits TIMES = new TimeLimits(-999_999_998, 999_999_998, false, null);

    private static final String ARRAY = " ARRAY";

    /** The types whose values the sink treats as texts, without arrays of JSON, which would hold JSON texts. */
    private static final Pattern TEXTS = Pattern.compile(
            "(?s)UUID|ENUM\\(.*|INTERVAL .*|TIME(\\(\\d\\))? WITH TIME ZONE|GEOMETRY.*|(?!JSON|ROW|JAVA_OBJECT).*"
                    + " ARRAY.*");

    private static final Set<String> COMPARED_AS_IN_JAVA = Set.of(
            "BIGINT",
            "BINARY LARGE OBJECT",
            "BINARY VARYING",
            "BOOLEAN",
            "CHARACTER LARGE OBJECT",
            "CHARACTER VARYING",
            "DATE",
            "DECIMAL",
            "DOUBLE PRECISION",
            "INTEGER",
            "JSON",
            "NUMERIC",
            "REAL",
            "SMALLINT",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP WITH TIME ZONE",
            "TINYINT");

    private static final int LONGEST_NAME = 256;
    private static final int GREATEST_LENGTH = 1_048_576;

    H2Dialect() {
        super(9, Map.of(ColumnType.BINARY, "varbinary"));
    }

    @Override
    int bind(PreparedStatement statement, int first, TableSpec table, List<Rows.Row> rows) throws SQLException {
        int column = 0;
        for (Column each : table.columns().values()) {
            boolean text = isBoundAsText(each);
            boolean array = each.own() != null && each.own().contains(ARRAY);
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                Object value = rows.get(row).values().get(column);
                values[row] = value == null || !text ? value : array ? array(text(value)) : text(value);
            }
            String type = text ? "varchar" : typeOf(each);
            statement.setArray(first + column, statement.getConnection().createArrayOf(type, values));
            column++;
        }
        return first + column;
    }

    /**
     * Whether a column's values are bound as texts. An array of JSON would hold JSON texts. An array of times loses
     * everything below a millisecond. An array of timestamps uses this machine's time zone, which may lack an hour.
     */
    private static boolean isBoundAsText(Column column) {
        return switch (column.type()) {
            case JSON, NAIVE_TIME, NAIVE_DATETIME -> true;
            default -> column.own() != null;
        };
    }

    /** An array of texts, which the database converts to the element type; the text itself when it is not a JSON array. */
    private static Object array(String text) {
        return JsonText.read(text) instanceof List<?> list ? array(list) : text;
    }

    private static Object array(List<?> list) {
        return list.stream()
                .map(each -> each instanceof List<?> inner
                        ? array(inner)
                        : each == null ? null : ColumnType.STRING.convert(each))
                .toArray();
    }

    @Override
    @Nullable
    Column column(String name, CatalogType type) {
        String own = type.own();
        if (own.equals("DECFLOAT")) {
            return new Column(name, ColumnType.DECIMAL, 0, 0, own);
        }
        if (TEXTS.matcher(own).matches()) {
            return new Column(name, ColumnType.STRING, 0, 0, own);
        }
        return super.column(name, type);
    }

    @Override
    Map<String, String> generated(Connection connection, String schema, String table, List<CatalogColumn> columns)
            throws SQLException {
        return Identities.of(connection, schema, table, columns);
    }

    @Override
    TimeLimits times() {
        return TIMES;
    }

    @Override
    boolean isRace(SQLException e) {
        return DUPLICATE_KEY.equals(e.getSQLState());
    }

    @Override
    boolean isTransient(SQLException e) {
        return super.isTransient(e) || CONCURRENT_UPDATE.equals(e.getSQLState());
    }

    @Override
    @Nullable
    String faultOf(String name) {
        return name.length() > LONGEST_NAME
                ? "has " + name.length() + " characters, more than H2's limit of " + LONGEST_NAME
                : null;
    }

    @Override
    void requireFit(Column column, Object value) {
        super.requireFit(column, value);
        if (isTooLong(column, value)) {
            throw new IllegalArgumentException(
                    "it has more than " + column.precision() + " characters, as H2 counts them");
        }
    }

    /** H2 counts a character beyond U+FFFF as two. */
    @Override
    boolean isTooLong(Column column, Object value) {
        boolean limited = column.type() == ColumnType.STRING && column.precision() > 0;
        return limited && value instanceof String text && text.length() > column.precision();
    }

    @Override
    int greatestLength(int keys) {
        return GREATEST_LENGTH;
    }

    @Override
    Column kept(Column column, boolean key) {
        return column.type() == ColumnType.STRING && column.precision() == 0 && column.own() == null
                ? new Column(column.name(), column.type(), GREATEST_LENGTH, 0)
                : super.kept(column, key);
    }

    @Override
    String syncedAtType() {
        return "timestamp(6) with time zone";
    }

    @Override
    String source(TableSpec table) {
        String marks = table.columns().keySet().stream().map(name -> "?").collect(Collectors.joining(", "));
        return "unnest(" + marks + ") as u(" + quoted(table.columns().keySet()) + ")";
    }

    @Override
    List<String> values(TableSpec table) {
        return table.columns().values().stream().map(this::value).toList();
    }

    @Override
    String typed(Column column, String value) {
        return "cast(" + value + " as " + typeOf(column) + ")";
    }

    private String value(Column column) {
        String name = "u." + quote(column.name());
        return switch (column.type()) {
            case JSON -> name + " format json";
            case NAIVE_TIME -> "cast(" + name + " as time(9))";
            case NAIVE_DATETIME -> "cast(" + name + " as timestamp(9))";
            default -> name;
        };
    }

    /** H2 does not know the type of an array's elements, and finds no value among those of a single column. */
    @Override
    String comparable(Column column, String value) {
        return "cast(" + value + " as " + typeOf(column) + ")";
    }

    /** A DELETE would read the whole table. */
    @Override
    String delete(TableSpec table, String parents, List<String> parentKey, String kept, List<String> key) {
        return "merge into " + quoteTable(table.name()) + " t using (" + parents + ") p on "
                + equal(parentKey, "t.", "p.") + " when matched and (" + quoted("t.", key) + ") not in (" + kept
                + ") then delete";
    }

    @Override
    int parentsInDelete() {
        return FEW_PARENTS;
    }

    @Override
    String comparisons() {
        return Comparisons.H2;
    }

    /** The query reads the columns of all tables. */
    @Override
    boolean mayCompareOtherwise(Connection connection, List<CatalogColumn> columns) throws SQLException {
        return columns.stream()
                        .anyMatch(column ->
                                !COMPARED_AS_IN_JAVA.contains(column.type().name()))
                || hasCollation(connection);
    }

    private static boolean hasCollation(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'COLLATION'")) {
            return setting.next() && !"OFF".equals(setting.getString(1));
        }
    }

    @Override
    String upsert(TableSpec table) {
        List<String> names = List.copyOf(table.columns().keySet());
        List<String> values = values(table);
        // A value of another type than the column's would not match the row with that value.
        String typed = IntStream.range(0, names.size())
                .mapToObj(i -> table.compared()
                                .getOrDefault(names.get(i), UnaryOperator.identity())
                                .apply(values.get(i))
                        + " as " + quote(names.get(i)))
                .collect(Collectors.joining(", "));
        String whenMatched = table.others().isEmpty()
                ? ""
                : " when matched and " + replaces(table, "t."::concat, "s."::concat) + " then update set "
                        + assignments(table, "s.") + quote(TableSpec.SYNCED_AT) + " = current_timestamp";
        return "merge into " + quoteTable(table.name()) + " t using (select " + typed + " from " + source(table)
                + ") s on " + equal(table.key(), "t.", "s.") + whenMatched + " when not matched then insert ("
                + quoted(names) + ", " + quote(TableSpec.SYNCED_AT) + ") values (" + quoted("s.", names)
                + ", current_timestamp)";
    }
}
