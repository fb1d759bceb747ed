package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGKILL at random moments of a sync. */
@Execution(ExecutionMode.CONCURRENT)
final class KilledIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RECORDS = 15_000;
    private static final String CHUNK = "124";

    /** How many times as often it is to be killed. */
    private static final int FACTOR = Integer.getInteger("tidemark.kills", 1);

    @ParameterizedTest
    @CsvSource({"H2, 4", "H2_FILE, 2", "POSTGRESQL, 3", "MARIADB, 3", "DUCKDB, 2"})
    void aSyncThatIsKilledAgainAndAgainNeverHasItsCursorAheadOfItsRows(
            Destination destination, int kills, @TempDir Path directory) throws Exception {
        int enough = kills * FACTOR;
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("KilledIT: " + destination + ", seed " + seed);
        DatabaseKind.Address database = destination.create(directory);
        PlaygroundOptions options =
                PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS).withTies(true);
        try (Playground api = Playground.start(options)) {
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .with("chunkSize", CHUNK)
                                    .toString());
            List<User> source = User.all(api);

            int killed = 0;
            int resumed = 0;
            int wholes = 0;
            try (Watcher watcher = destination.isShared() ? new Watcher(database, source) : null) {
                Ended first = workplace.run("sync", "--json").expect(0);
                // Most moments are to lie between the first chunk and the last of what is left to do.
                long span = millis(first);
                long start = first.time().toMillis() - span;
                String before = expectAllAndClear(database, api);
                double left = 1;
                while (killed < enough || (resumed == 0 && killed < 5 * enough)) {
                    try (Program program = workplace.start("sync", "--json")) {
                        long moment = start + random.nextLong(Math.max(1, Math.round(span * left)));
                        if (program.killAfter(Duration.ofMillis(moment))) {
                            killed++;
                            resumed += before.equals("none") ? 0 : 1;
                            String after = look(database, source);
                            // A busy machine must not keep every sync from its first checkpoint, nor an idle one end
                            // all.
                            span += before.equals(after) ? span / 10 : 0;
                            before = after;
                            left = left(database);
                        } else {
                            Ended whole = program.await().expect(0);
                            wholes++;
                            start = Math.min(start, whole.time().toMillis() - millis(whole));
                            span = Math.min(span - span / 20, Math.round(millis(whole) / left));
                            before = expectAllAndClear(database, api);
                            left = 1;
                        }
                    }
                }
                workplace.run("sync").expect(0);
                System.out.printf(
                        "KilledIT: %s: a sync takes %d ms; %d kills, %d of them of a sync that had resumed, %d syncs came"
                                + " to their end between them; %s looks; state before the last run %s%n",
                        destination,
                        first.time().toMillis(),
                        killed,
                        resumed,
                        wholes,
                        watcher == null ? killed : watcher.looks(),
                        before);
                if (watcher != null) {
                    Eventually.await("a look while it was written", PATIENCE, () -> watcher.looks() > 0);
                }
            }
            assertThat(resumed)
                    .as("kills of a sync that had continued an earlier one")
                    .isPositive();
            expectAllAndClear(database, api);
        }
    }

    /** How long its sync took. */
    private static long millis(Ended sync) throws Exception {
        return Math.max(1, Math.round(sync.result().get("seconds").doubleValue() * 1000));
    }

    /** The share of the source that is not in the table yet. */
    private static double left(DatabaseKind.Address database) throws Exception {
        try (UserTable table = new UserTable(database)) {
            return 1 - (double) table.rows() / RECORDS;
        }
    }

    /** What the database shows after a kill must be consistent; returns its state. */
    private static String look(DatabaseKind.Address database, List<User> source) throws Exception {
        try (UserTable table = new UserTable(database)) {
            Watcher.lookAt(table.connection(), source);
            return table.state("users");
        }
    }

    /** Back to the beginning, in one transaction, once the table is what the source is; returns the state. */
    private static String expectAllAndClear(DatabaseKind.Address database, Playground api) throws Exception {
        try (UserTable table = new UserTable(database)) {
            table.expectSameAs(api);
            clear(table.connection());
            return table.state("users");
        }
    }

    private static void clear(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from tidemark_state");
            statement.execute("delete from \"user\"");
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
