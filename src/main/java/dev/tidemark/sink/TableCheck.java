package dev.tidemark.sink;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Refuses tables and names that the sink could not write to, or that would not become what was meant. */
final class TableCheck {

    private TableCheck() {}

    /**
     * Refuses a view, and a table in which two rows could have one key.
     *
     * @throws IllegalArgumentException when it is one; the message says what to do
     */
    static void requireWritable(TableCatalog catalog, Dialect dialect, String table, List<String> key)
            throws SQLException {
        if (catalog.isView()) {
            throw new IllegalArgumentException(
                    "`" + table + "` is a view; name the table that is to be written, or another one");
        }
        Collection<Set<String>> keys = catalog.uniqueKeys();
        if (!keys.contains(Set.copyOf(key))) {
            throw new IllegalArgumentException("the table " + table + " has no primary or unique key over " + key
                    + ", by which its rows are told apart; change primaryKey, or run: "
                    + dialect.createUniqueKey(table, key));
        }
    }

    /**
     * Refuses names that the database would refuse, cut or mix up.
     *
     * @param there names of the columns that the table has
     * @throws IllegalArgumentException when there is one
     */
    static void requireNames(Dialect dialect, TableSpec table, Set<String> there) {
        requireName(dialect, "table", table.name().replaceFirst("^[^.]*\\.", ""));
        Map<String, String> known = new HashMap<>();
        there.forEach(name -> known.put(dialect.tellsCasesApart() ? name : name.toLowerCase(Locale.ROOT), name));
        for (String name : table.columns().keySet()) {
            if (name.equals(TableSpec.SYNCED_AT)) {
                throw new IllegalArgumentException(
                        "a field has the name _synced_at, which is Tidemark's own; rename it in the route, or declare"
                                + " columns without it");
            }
            requireName(dialect, "column", name);
            String other = known.putIfAbsent(dialect.tellsCasesApart() ? name : name.toLowerCase(Locale.ROOT), name);
            if (other != null && !other.equals(name)) {
                throw new IllegalArgumentException("the columns `" + other + "` and `" + name + "` of the table "
                        + table.name() + " differ in case only, which this database does not tell apart; rename one in"
                        + " the route, or declare columns with one of them");
            }
        }
    }

    private static void requireName(Dialect dialect, String what, String name) {
        String fault = name.isEmpty()
                ? "is empty"
                : name.indexOf('\0') >= 0 ? "holds the character U+0000" : dialect.faultOf(name);
        if (fault != null) {
            throw new IllegalArgumentException("the name `" + name + "` of a " + what + " " + fault
                    + "; rename the field in the route, or declare columns without it");
        }
    }
}
