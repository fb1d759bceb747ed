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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGKILL at random moments of a sync, which are counted in requests: a slow machine has the same ones. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class KilledIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PAGES = 20;
    private static final int PAGE = 310;
    private static final int RECORDS = PAGES * PAGE;

    /** Five a page. The next page is requested when the last of them is written. */
    private static final String CHUNK = "62";

    /** Some kills come while a response is read, others while a chunk is written. */
    private static final int LATER_MILLIS = 40;

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
            List<User> source = User.all(api);
            int killed = 0;
            int resumed = 0;
            int wholes = 0;
            try (PagedUsers pages = new PagedUsers(source, PAGE);
                    Watcher watcher = destination.isShared() ? new Watcher(database, source) : null) {
                Workplace workplace = new Workplace(directory)
                        .database(database)
                        .route(
                                "users.yaml",
                                pages.source("users").with("chunkSize", CHUNK).toString());
                String before = "none";
                int least = 2;
                while (killed < enough || (resumed == 0 && killed < 5 * enough)) {
                    int served = pages.requests() + least + random.nextInt(1 + pagesLeft(database) / 2);
                    try (Program program = workplace.start("sync")) {
                        Eventually.await(
                                "request " + served,
                                PATIENCE,
                                () -> pages.requests() >= served || program.endsWithin(Duration.ZERO));
                        if (program.killAfter(Duration.ofMillis(random.nextInt(LATER_MILLIS)))) {
                            killed++;
                            resumed += before.equals("none") ? 0 : 1;
                            String after = look(database, source);
                            // H2 writes into its file half a second later.
                            least += before.equals(after) ? 2 : 0;
                            before = after;
                        } else {
                            program.await().expect(0);
                            wholes++;
                            before = expectAllAndClear(database, api);
                        }
                    }
                }
                workplace.run("sync").expect(0);
                System.out.printf(
                        "KilledIT: %s: %d kills, %d of them of a sync that had resumed, %d syncs came to their end"
                                + " between them; %s looks; state before the last run %s%n",
                        destination, killed, resumed, wholes, watcher == null ? killed : watcher.looks(), before);
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

    private static int pagesLeft(DatabaseKind.Address database) throws Exception {
        try (UserTable table = new UserTable(database)) {
            return Math.toIntExact(PAGES - table.rows() / PAGE);
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
