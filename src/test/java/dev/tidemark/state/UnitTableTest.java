package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnitTableTest {

    private static final ObjectNode FOUND = JdbcStateRepository.parse("{\"current_id\":10}");
    private static final RowCounts COUNTS = new RowCounts(10, 7, 2, 1, 1);
    private static final UnitTask TASK = new UnitTask("users", "plan", 1, "1", "10");
    private static final UnitTask MINE = by("mine");
    private static final UnitTask OTHERS = by("another's");

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void aRangeIsDoneByOneWorkerOnly(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            UnitTable table = table(database);

            claim(table, "mine");
            assertThat(table.done(MINE, FOUND, COUNTS)).isTrue();
            assertThat(table.done(MINE, FOUND, COUNTS)).isFalse();
            table.failed(MINE, "too late", UnitTask.Failure.ITS_OWN, RowCounts.NONE);
            assertThat(table.claim("users", "plan", 1, "another's")).isFalse();

            assertThat(table.all("users", "plan"))
                    .containsExactly(new UnitTask(
                            "users",
                            "plan",
                            1,
                            "1",
                            "10",
                            new UnitTask.Progress(FOUND, COUNTS, null, null, "mine", 1)));
            table.remove(List.of(TASK));
            assertThat(table.find("users", "plan", 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void aRangeThatFailedIsFetchedAgainWhenItIsHandedOutAgain(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            UnitTable table = table(database);

            claim(table, "mine");
            table.failed(MINE, "x".repeat(5000), UnitTask.Failure.STOPS_ALL, RowCounts.NONE);
            assertThat(table.find("users", "plan", 1))
                    .get()
                    .extracting(UnitTask::progress)
                    .matches(UnitTask.Progress::hasEnded)
                    .matches(progress -> progress.failure() == UnitTask.Failure.STOPS_ALL)
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
            UnitTable table = table(database);
            UnitTask others = new UnitTask("orders", "plan", 1, "1", "10");
            table.add(List.of(others));

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
            UnitTable table = table(database);

            claim(table, "mine");
            assertThat(table.heartbeat(MINE)).isTrue();
            assertThat(table.heartbeat(MINE)).isTrue();
            claim(table, "another's");

            assertThat(table.heartbeat(MINE)).isFalse();
            assertThat(table.done(MINE, FOUND, COUNTS)).isFalse();
            table.failed(MINE, "it is not mine", UnitTask.Failure.ITS_OWN, RowCounts.NONE);
            assertThat(table.done(OTHERS, FOUND, COUNTS)).isTrue();
        }
    }

    private static void claim(UnitTable table, String worker) {
        assertThat(table.claim("users", "plan", 1, worker)).isTrue();
    }

    private static UnitTask by(String worker) {
        return new UnitTask("users", "plan", 1, "1", "10", new UnitTask.Progress(null, null, null, null, worker, 1));
    }

    private static UnitTable table(TestDatabase database) {
        UnitTable table = database.states().units();
        table.createTable();
        table.createTable();
        table.add(List.of(TASK));
        return table;
    }
}
