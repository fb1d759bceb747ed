package dev.tidemark.table;

import dev.tidemark.database.DriverType;
import java.sql.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A source's table, whose columns may change while the source runs. Each change is logged once. Thread-safe. */
final class WatchedTable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedTable.class);

    private final JdbcTemplate jdbc;
    private final String source;
    private final String name;
    private @Nullable Look seen;

    /** The last seen table, and the columns of an empty result at that time; none when they differed. */
    private record Look(SourceTable table, Map<String, DriverType> shape) {}

    /**
     * Creates a table that has not been looked up yet.
     *
     * @param source the name of the source, for the log
     */
    WatchedTable(JdbcTemplate jdbc, String source, String name) {
        this.jdbc = jdbc;
        this.source = source;
        this.name = name;
    }

    /** The table when it was last looked up. */
    SourceTable seen() {
        Look known = last();
        return known == null ? look() : known.table();
    }

    /**
     * The table as it is now. Fast as long as it has not changed: a catalogue query takes longer than a small page.
     *
     * @throws IllegalArgumentException when it does not exist
     */
    SourceTable current() {
        Look known = last();
        boolean same =
                known != null && !known.shape().isEmpty() && known.shape().equals(shapeOf(known.table()));
        return known != null && same ? known.table() : look();
    }

    /** The columns of a result with all columns; empty when the query fails. */
    private Map<String, DriverType> shapeOf(SourceTable table) {
        try {
            return Objects.requireNonNull(
                    jdbc.query("select * from " + table.name() + " where 1 = 0", DriverType::ofAll));
        } catch (DataAccessException e) {
            return Map.of();
        }
    }

    /**
     * The current table in the catalogue.
     *
     * @throws IllegalArgumentException when it does not exist
     */
    SourceTable look() {
        SourceTable now =
                Objects.requireNonNull(jdbc.execute((Connection connection) -> SourceTable.find(connection, name)));
        Map<String, DriverType> all = shapeOf(now);
        // Otherwise it was changed between the two queries.
        Look before = replaced(new Look(now, all.keySet().equals(now.columns()) ? all : Map.of()));
        if (before != null) {
            Set<String> added = without(now, before.table());
            Set<String> gone = without(before.table(), now);
            if (!added.isEmpty()) {
                LOG.info(
                        "{}: the table {} has new columns: {}; rows that were read before have null there until"
                                + " they change, or until the state is reset",
                        source,
                        name,
                        String.join(", ", added));
            }
            if (!gone.isEmpty()) {
                LOG.warn("{}: the table {} no longer has the columns: {}", source, name, String.join(", ", gone));
            }
        }
        return now;
    }

    private static Set<String> without(SourceTable table, SourceTable other) {
        Set<String> columns = new TreeSet<>(table.columns());
        columns.removeAll(other.columns());
        return columns;
    }

    private synchronized @Nullable Look last() {
        return seen;
    }

    private synchronized @Nullable Look replaced(Look now) {
        Look before = seen;
        seen = now;
        return before;
    }
}
