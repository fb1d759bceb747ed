package dev.tidemark.sink;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** H2: {@code MERGE} from {@code UNNEST}. */
final class H2Dialect implements Dialect {

    @Override
    public String typeOf(Column column) {
        return switch (column.type()) {
            case BOOLEAN -> "boolean";
            case SHORT -> "smallint";
            case INT -> "integer";
            case LONG -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case DECIMAL -> "decimal(" + column.precision() + ", " + column.scale() + ")";
            case STRING -> "varchar";
            case JSON -> "json";
            case BINARY -> "varbinary";
            case NAIVE_DATE -> "date";
            case NAIVE_TIME -> "time(9)";
            case NAIVE_DATETIME -> "timestamp(9)";
            case UTC_DATETIME -> "timestamp(9) with time zone";
        };
    }

    @Override
    public String arrayTypeOf(Column column) {
        return goesAsText(column) ? "varchar" : typeOf(column);
    }

    @Override
    public @Nullable Object element(Column column, @Nullable Object value) {
        return goesAsText(column) && value != null ? value.toString() : value;
    }

    /** An array of JSON would hold JSON texts, and one of times loses what is smaller than a millisecond. */
    private static boolean goesAsText(Column column) {
        return column.type() == ColumnType.JSON || column.type() == ColumnType.NAIVE_TIME;
    }

    @Override
    public String syncedAtType() {
        return "timestamp(6) with time zone";
    }

    @Override
    public String upsert(TableSpec table) {
        List<String> names = List.copyOf(table.columns().keySet());
        String values = table.columns().values().stream().map(this::value).collect(Collectors.joining(", "));
        String marks = names.stream().map(name -> "?").collect(Collectors.joining(", "));
        String match = table.key().stream().map(name -> equal(name)).collect(Collectors.joining(" and "));
        return "merge into " + quoteTable(table.name()) + " t using (select " + values + " from unnest(" + marks
                + ") as u(" + quoted(names) + ")) s on " + match + whenMatched(table)
                + " when not matched then insert (" + quoted(names) + ", " + quote(TableSpec.SYNCED_AT) + ") values ("
                + names.stream().map(name -> "s." + quote(name)).collect(Collectors.joining(", "))
                + ", current_timestamp)";
    }

    private String whenMatched(TableSpec table) {
        if (table.others().isEmpty()) {
            return "";
        }
        String differs = table.others().stream()
                .map(column -> "t." + quote(column.name()) + " is distinct from s." + quote(column.name()))
                .collect(Collectors.joining(" or "));
        String sets = table.others().stream()
                .map(column -> quote(column.name()) + " = s." + quote(column.name()))
                .collect(Collectors.joining(", "));
        String notOlder = "";
        if (table.version() != null) {
            String version = quote(table.version());
            notOlder = "(t." + version + " is null or s." + version + " >= t." + version + ") and ";
        }
        return " when matched and " + notOlder + "(" + differs + ") then update set " + sets + ", "
                + quote(TableSpec.SYNCED_AT) + " = current_timestamp";
    }

    private String equal(String name) {
        return "t." + quote(name) + " = s." + quote(name);
    }

    private String value(Column column) {
        String name = quote(column.name());
        return switch (column.type()) {
            case JSON -> "u." + name + " format json as " + name;
            case NAIVE_TIME -> "cast(u." + name + " as time(9)) as " + name;
            default -> "u." + name + " as " + name;
        };
    }
}
