package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeTableTest {

    private static final ObjectNode FOUND = JdbcStateRepository.parse("{\"current_id\":10}");
    private static final RowCounts COUNTS = new RowCounts(10, 7, 2, 1, 1);
    private static final RangeTask TASK = new RangeTask("users", "plan", 1, "1", "10");
    private static final RangeTask MINE = by("mine");
    private static final RangeTask OTHERS = by("another's");

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void aRangeIsDoneByOneWorkerOnly(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);

            claim(table, "mine");
            assertThat(table.done(MINE, FOUND, COUNTS)).isTrue();
            assertThat(table.done(MINE, FOUND, COUNTS)).isFalse();
            table.failed(MINE, "too late", false);
            assertThat(table.claim("users", "plan", 1, "another's")).isFalse();

            assertThat(table.all("users", "plan"))
                    .containsExactly(new RangeTask(
                            "users",
                            "plan",
                            1,
                            "1",
                            "10",
                            new RangeTask.Progress(FOUND, COUNTS, null, false, "mine", 1)));
            table.remove(TASK);
            assertThat(table.find("users", "plan", 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void aRangeThatFailedIsFetchedAgainWhenItIsHandedOutAgain(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);

            claim(table, "mine");
            table.failed(MINE, "x".repeat(5000), true);
            assertThat(table.find("users", "plan", 1))
                    .get()
                    .extracting(RangeTask::progress)
                    .matches(RangeTask.Progress::hasEnded)
                    .matches(RangeTask.Progress::stopped)
                    .matches(progress -> progress.claims() == 1);
            assertThat(table.done(MINE, FOUND, COUNTS)).isFalse();
            table.again(TASK);
            assertThat(table.find("users", "plan", 1)).contains(TASK);
            claim(table, "mine");
            assertThat(table.done(MINE, FOUND, COUNTS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void nobodyCanDoARangeOfAPlanThatIsOver(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);
            RangeTask others = new RangeTask("orders", "plan", 1, "1", "10");
            table.add(others);

            claim(table, "mine");
            table.clear("users");

            assertThat(table.done(MINE, FOUND, COUNTS)).isFalse();
            assertThat(table.claim("users", "plan", 1, "mine")).isFalse();
            assertThat(table.all("orders", "plan")).containsExactly(others);
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void whoeverBeganLastMayWriteAndNobodyElse(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);

            claim(table, "mine");
            assertThat(table.heartbeat(MINE)).isTrue();
            assertThat(table.heartbeat(MINE)).isTrue();
            claim(table, "another's");

            assertThat(table.heartbeat(MINE)).isFalse();
            assertThat(table.done(MINE, FOUND, COUNTS)).isFalse();
            table.failed(MINE, "it is not mine", false);
            assertThat(table.done(OTHERS, FOUND, COUNTS)).isTrue();
        }
    }

    private static void claim(RangeTable table, String worker) {
        assertThat(table.claim("users", "plan", 1, worker)).isTrue();
    }

    private static RangeTask by(String worker) {
        return new RangeTask("users", "plan", 1, "1", "10", new RangeTask.Progress(null, null, null, false, worker, 1));
    }

    private static RangeTable table(TestDatabase database) {
        RangeTable table = database.states().ranges();
        table.createTable();
        table.createTable();
        table.add(TASK);
        return table;
    }
}
