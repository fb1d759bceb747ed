package dev.tidemark.sink;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The statements of MariaDB and MySQL that write and delete rows. Stateless. */
final class MariaDbStatements {

    private final MariaDbDialect dialect;

    MariaDbStatements(MariaDbDialect dialect) {
        this.dialect = dialect;
    }

    /** See {@link Dialect#upsert}. */
    String upsert(TableSpec table) {
        String target = dialect.quoteTable(table.name());
        return "insert into " + target + " (" + dialect.quoted(table.columns().keySet()) + ", "
                + dialect.quote(TableSpec.SYNCED_AT) + ") select " + String.join(", ", dialect.values(table))
                + ", utc_timestamp(6) from " + dialect.source(table) + " on duplicate key update "
                + onDuplicate(table, target + ".");
    }

    /** Columns are assigned from left to right: the comparison must read values before they change. */
    private String onDuplicate(TableSpec table, String target) {
        UnaryOperator<String> young = name -> "values(" + name + ")";
        String otherKey = table.key().stream()
                .map(dialect::quote)
                .map(name -> dialect.differs(null, target + name, young.apply(name)))
                .collect(Collectors.joining(" or "));
        String replaces = table.others().isEmpty() ? "false" : dialect.replaces(table, target::concat, young);
        String syncedAt = dialect.quote(TableSpec.SYNCED_AT);
        return syncedAt + " = if(" + otherKey + ", (select 1 union select 2), if((@tidemark_replaces := (" + replaces
                + ")), values(" + syncedAt + "), if((@tidemark_unchanged := @tidemark_unchanged + 1) > 0, " + target
                + syncedAt + ", null)))"
                + table.others().stream()
                        .map(column -> dialect.quote(column.name()))
                        .map(name ->
                                ", " + name + " = if(@tidemark_replaces, values(" + name + "), " + target + name + ")")
                        .collect(Collectors.joining());
    }

    /** See {@link Dialect#delete}. A subquery in a DELETE would read the whole table. */
    String delete(TableSpec table, String parents, List<String> parentKey, String kept, List<String> key) {
        return "delete t from " + dialect.quoteTable(table.name()) + " as t join (" + parents + ") as p on "
                + dialect.equal(parentKey, "t.", "p.") + " where (" + dialect.quoted("t.", key) + ") not in (" + kept
                + ")";
    }
}
