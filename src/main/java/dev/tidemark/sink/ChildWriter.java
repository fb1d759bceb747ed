package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of child tables after those of their parents, in the same transaction: for each table one upsert, and one
 * delete when there are more rows than elements. Children of a row that the table did not take, because it has a newer one,
 * are left out. Not thread-safe; confined to the sync's thread.
 */
final class ChildWriter {

    /** The state of an error that rows cause. */
    private static final String NOT_UNIQUE = "23505";

    private final TableSpec table;
    private final Dialect dialect;
    private final List<Child> children;

    ChildWriter(TableSpec table, Dialect dialect, List<Child> children) {
        this.table = table;
        this.dialect = dialect;
        this.children = children;
    }

    /** A parent whose rows in a child table are known. */
    private record Holder(List<Object> key, List<ChildRow> rows) {}

    /**
     * Writes the children of rows that have just been written.
     *
     * @throws ChildRefusal when a statement fails
     */
    void write(Connection connection, List<Rows.Row> parents) throws SQLException {
        if (children.isEmpty()) {
            return;
        }
        List<Rows.Row> accepted = accepted(connection, parents);
        for (int i = 0; i < children.size(); i++) {
            List<Holder> holders = new ArrayList<>();
            for (Rows.Row parent : accepted) {
                List<ChildRow> rows = parent.children().get(i);
                if (rows != null) {
                    holders.add(new Holder(key(parent), rows));
                }
            }
            write(connection, children.get(i), holders);
        }
    }

    private List<Object> key(Rows.Row row) {
        List<Object> key = new ArrayList<>();
        for (int place : table.keyPlaces()) {
            key.add(Objects.requireNonNull(row.values().get(place)));
        }
        return key;
    }

    /** The rows that the table now has: it keeps a newer one. */
    private List<Rows.Row> accepted(Connection connection, List<Rows.Row> parents) throws SQLException {
        String version = table.version();
        if (version == null) {
            return parents;
        }
        List<String> names = List.copyOf(table.columns().keySet());
        List<String> compared = table.cutVersions() ? names : with(table.key(), List.of(version));
        KeyRows rows = new KeyRows(dialect, table, compared);
        for (Rows.Row parent : parents) {
            List<@Nullable Object> values = new ArrayList<>();
            compared.forEach(name -> values.add(parent.values().get(names.indexOf(name))));
            rows.add(values);
        }
        String differs = compared.stream()
                .filter(name -> !table.key().contains(name))
                .map(name ->
                        dialect.differs(table.column(name), "t." + dialect.quote(name), "s." + dialect.quote(name)))
                .collect(Collectors.joining(" or "));
        List<Rows.Row> accepted = new ArrayList<>();
        String query =
                "select s." + dialect.quote(TableSpec.PLACE) + rows.join(table.key()) + " and not (" + differs + ")";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            dialect.bind(statement, 1, rows.spec(), rows.rows());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    accepted.add(parents.get(found.getInt(1)));
                }
            }
        }
        return accepted;
    }

    private void write(Connection connection, Child child, List<Holder> holders) throws SQLException {
        if (child.spec() == null || holders.isEmpty()) {
            return;
        }
        try {
            upsert(connection, child.spec(), holders);
            List<Holder> changed = withMoreRows(connection, child, holders);
            int most = Math.min(changed.size(), dialect.parentsInDelete());
            for (int from = 0; from < changed.size(); from += most) {
                delete(connection, child, child, changed.subList(from, Math.min(changed.size(), from + most)));
            }
        } catch (SQLException e) {
            throw ChildRefusal.of(child.what().table(), e);
        }
        for (int i = 0; i < child.below().size(); i++) {
            List<Holder> below = new ArrayList<>();
            for (Holder holder : holders) {
                for (ChildRow row : holder.rows()) {
                    List<ChildRow> rows =
                            row.below().isEmpty() ? null : row.below().get(i);
                    if (rows != null) {
                        below.add(new Holder(with(holder.key(), row.key()), rows));
                    }
                }
            }
            write(connection, child.below().get(i), below);
        }
    }

    private void upsert(Connection connection, TableSpec spec, List<Holder> holders) throws SQLException {
        List<Rows.Row> rows = new ArrayList<>();
        for (Holder holder : holders) {
            for (ChildRow row : holder.rows()) {
                rows.add(new Rows.Row(Map.of(), with(holder.key(), row.values())));
            }
        }
        if (!rows.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(dialect.upsert(spec))) {
                dialect.bind(statement, 1, spec, rows);
                statement.executeUpdate();
            }
        }
    }

    /** The parents of which the table has more rows than there are elements. */
    private List<Holder> withMoreRows(Connection connection, Child child, List<Holder> holders) throws SQLException {
        KeyRows keys = new KeyRows(dialect, child.table(), child.inherited());
        holders.forEach(holder -> keys.add(holder.key()));
        String place = "s." + dialect.quote(TableSpec.PLACE);
        String query = "select " + place + ", count(*)" + keys.join(child.inherited()) + " group by " + place;
        List<Holder> changed = new ArrayList<>();
        int complete = 0;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            dialect.bind(statement, 1, keys.spec(), keys.rows());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    Holder holder = holders.get(found.getInt(1));
                    if (found.getInt(2) > holder.rows().size()) {
                        changed.add(holder);
                    }
                    complete += holder.rows().isEmpty()
                                    || found.getInt(2) < holder.rows().size()
                            ? 0
                            : 1;
                }
            }
        }
        if (complete
                < holders.stream().filter(holder -> !holder.rows().isEmpty()).count()) {
            throw new SQLException("the database treats the keys of two elements of one parent as equal", NOT_UNIQUE);
        }
        return changed;
    }

    /** Deletes the rows of some parents that no element has, in a table and in those below it. */
    private void delete(Connection connection, Child child, Child target, List<Holder> holders) throws SQLException {
        if (target.spec() == null) {
            return;
        }
        for (Child below : target.below()) {
            delete(connection, child, below, holders);
        }
        int width = child.table().key().size();
        List<String> key = target.table().key().subList(0, width);
        KeyRows parents = new KeyRows(dialect, target.table(), child.inherited());
        KeyRows kept = new KeyRows(dialect, target.table(), key);
        for (Holder holder : holders) {
            parents.add(holder.key());
            holder.rows().forEach(row -> kept.add(with(holder.key(), row.key())));
        }
        String statement = dialect.delete(
                target.table(), parents.query(child.inherited()), child.inherited(), kept.query(key), key);
        try (PreparedStatement delete = connection.prepareStatement(statement)) {
            int next = dialect.bind(delete, 1, parents.spec(), parents.rows());
            dialect.bind(delete, next, kept.spec(), kept.rows());
            delete.executeUpdate();
        }
    }

    private static <T extends @Nullable Object> List<T> with(List<? extends T> first, List<? extends T> rest) {
        List<T> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }
}
