package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments of a sync. */
final class KilledIT {

    private static final int RECORDS = 200_000;
    private static final int KILLS = 20;
    private static final String CHUNK = "1999";

    @Test
    void aSyncThatIsKilledAgainAndAgainNeverHasItsCursorAheadOfItsRows(@TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("KilledIT: seed " + seed);
        PlaygroundOptions options =
                PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS).withTies(true);
        try (Playground api = Playground.start(options);
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("killed"))) {
            Workplace workplace =
                    new Workplace(directory).database(server.url("killed")).route("users.yaml", users(api));
            List<User> source = User.all(api);

            int kills = 0;
            int resumed = 0;
            int wholes = 0;
            try (Watcher watcher = new Watcher(server.url("killed"), source)) {
                long whole = workplace.run("sync").expect(0).time().toMillis();
                long span = whole;
                table.expectSameAs(api);
                clear(table);
                while (kills < KILLS) {
                    String before = table.state("users");
                    try (Program program = workplace.start("sync")) {
                        if (program.killAfter(Duration.ofMillis(random.nextLong(span)))) {
                            kills++;
                            resumed += before.equals("none") ? 0 : 1;
                            // A busy machine must not keep every sync from its first checkpoint.
                            span += before.equals(table.state("users")) ? span / 10 : 0;
                            Watcher.lookAt(table.connection(), source);
                        } else {
                            program.await().expect(0);
                            span -= span / 10;
                            assertThat(table.rows()).isEqualTo(RECORDS);
                            wholes++;
                            clear(table);
                        }
                    }
                }
                long rows = table.rows();
                String progress = table.state("users");
                workplace.run("sync").expect(0);
                System.out.printf(
                        "KilledIT: a sync takes %d ms; %d kills, %d of them of a sync that had resumed, %d syncs came to"
                                + " their end between them; %d looks; before the last run %d rows, state %s%n",
                        whole, kills, resumed, wholes, watcher.looks(), rows, progress);
                assertThat(watcher.looks()).isGreaterThan(KILLS);
            }
            assertThat(resumed)
                    .as("kills of a sync that had gone on from an earlier one")
                    .isPositive();
            table.expectSameAs(api);
        }
    }

    @Test
    void theEmbeddedDatabaseIsConsistentAfterEachKill(@TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PlaygroundOptions options =
                PlaygroundOptions.defaults().withPort(0).withRecords(100_000).withTies(true);
        try (Playground api = Playground.start(options)) {
            Workplace workplace = new Workplace(directory).route("users.yaml", users(api));
            List<User> source = User.all(api);
            Path file = workplace.path("data/tidemark.mv.db");
            System.out.println("KilledIT: embedded, seed " + seed);
            int resumed = 0;
            for (int i = 0; i < 4; i++) {
                long size = Files.exists(file) ? Files.size(file) : 0;
                long enough = size + 2_000_000 + random.nextInt(4_000_000);
                try (Program program = workplace.start("sync")) {
                    Eventually.await(
                            "rows in the file",
                            Duration.ofMinutes(1),
                            () -> program.endsWithin(Duration.ZERO)
                                    || (Files.exists(file) && Files.size(file) > enough));
                }
                try (UserTable table = new UserTable(workplace.embedded())) {
                    resumed += Watcher.lookAt(table.connection(), source) ? 1 : 0;
                    System.out.println("KilledIT: embedded, killed at " + table.rows() + " rows");
                }
            }
            assertThat(resumed).as("kills that left a state").isPositive();
            workplace.run("sync").expect(0);
            try (UserTable table = new UserTable(workplace.embedded())) {
                table.expectSameAs(api);
            }
        }
    }

    private static String users(Playground api) {
        return UserSource.of("users", api.url() + "/incremental/timestamp")
                .with("chunkSize", CHUNK)
                .toString();
    }

    /** Back to the beginning, in one transaction. */
    private static void clear(UserTable table) throws SQLException {
        Connection connection = table.connection();
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
