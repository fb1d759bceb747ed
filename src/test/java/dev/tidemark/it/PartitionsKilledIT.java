package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGKILL at random moments of a sync by partitions and workers, which are counted in requests. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class PartitionsKilledIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int WORKERS = 4;
    private static final int KILLS = Integer.getInteger("tidemark.kills", 1);
    private static final int PARENTS = KILLS == 1 ? 100 : 10_000;

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "POSTGRESQL"})
    void noPartitionHasItsCursorAheadOfItsRowsAfterAKill(Destination destination, @TempDir Path directory)
            throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("PartitionsKilledIT: " + destination + ", seed " + seed);
        DatabaseKind.Address database = destination.create(directory);
        try (Parents parents = new Parents(PARENTS)) {
            try (Connection connection = database.connect()) {
                parents.insert(connection);
            }
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .javaOptions("-Xmx256m")
                    .route("child.yaml", parents.source(WORKERS).toString());
            int killed = 0;
            int wholes = 0;
            int cursors = 0;
            while (killed < KILLS) {
                int served = parents.requests() + 1 + random.nextInt(1 + PARENTS);
                try (Program program = workplace.start("sync")) {
                    Eventually.await(
                            "request " + served,
                            PATIENCE,
                            () -> parents.requests() >= served || program.endsWithin(Duration.ZERO));
                    boolean kill = program.killAfter(Duration.ofMillis(random.nextInt(10)));
                    if (!kill) {
                        program.await().expect(0);
                    }
                    try (Connection connection = database.connect()) {
                        if (kill) {
                            killed++;
                            cursors = parents.expectRowsUpToCursors(connection);
                        } else {
                            wholes++;
                            parents.expectAll(connection);
                            clear(connection);
                        }
                    }
                }
            }
            int before = parents.requests();
            workplace.run("sync").expect(0);
            System.out.printf(
                    "PartitionsKilledIT: %s: %d partitions, %d kills, %d syncs came to their end between them; %d"
                            + " cursors before the last run, which made %d requests%n",
                    destination, PARENTS, killed, wholes, cursors, parents.requests() - before);
            try (Connection connection = database.connect()) {
                parents.expectAll(connection);
                try (Statement statement = connection.createStatement();
                        var left = statement.executeQuery("select count(*) from tidemark_ranges")) {
                    left.next();
                    assertThat(left.getInt(1)).as("work units that are left").isZero();
                }
            }
        }
    }

    /** Back to the beginning. */
    private static void clear(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from tidemark_partitions");
            statement.execute("delete from tidemark_state");
            statement.execute("delete from \"child\"");
        }
        connection.commit();
    }
}
