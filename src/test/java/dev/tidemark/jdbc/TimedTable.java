package dev.tidemark.jdbc;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A test of the table {@code t} with an {@code id} and a time, in a database of one kind, and of a destination. */
abstract class TimedTable {

    final DatabaseKind kind;
    final SourceDatabase warehouse;
    final TestDatabase destination = TestDatabase.open();

    TimedTable(DatabaseKind kind) {
        this.kind = kind;
        this.warehouse = new SourceDatabase(kind);
    }

    @AfterEach
    void close() {
        warehouse.close();
        destination.close();
    }

    final void create(String type) {
        warehouse
                .jdbc()
                .execute("create table t (\"id\" bigint, \"updated_at\" "
                        + (kind == DatabaseKind.MARIADB
                                ? type.replaceFirst("timestamp( with time zone)?", "datetime(6)")
                                : type)
                        + ")");
    }

    final void insert(long id, String value) {
        write("insert into t values (" + id + ", " + value + ")");
    }

    /** H2 turns an instant into the time of the session's zone, which is that of its JVM when H2 was first used there. */
    final void write(String statement) {
        warehouse.jdbc().execute((Connection connection) -> {
            try (Statement each = connection.createStatement()) {
                if (kind == DatabaseKind.H2) {
                    each.execute("set time zone 'UTC'");
                }
                return each.executeUpdate(statement);
            }
        });
    }

    /** The time so many seconds from now, as a column without a zone has it in UTC. */
    final String now(int seconds) {
        return switch (kind) {
            case H2 -> "dateadd(second, " + seconds + ", current_timestamp at time zone 'UTC')";
            case POSTGRESQL, DUCKDB -> "now() + interval '" + seconds + " seconds'";
            case MARIADB -> "utc_timestamp(6) + interval " + seconds + " second";
        };
    }

    /** Those that have arrived. */
    final List<Long> ids() {
        return destination.jdbc().queryForList("select \"id\" from \"records\" order by 1", Long.class);
    }
}
