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

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void aRangeIsDoneByOneWorkerOnly(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);

            assertThat(table.done(TASK, FOUND, COUNTS)).isTrue();
            assertThat(table.done(TASK, FOUND, COUNTS)).isFalse();
            table.failed(TASK, "too late");

            assertThat(table.all("users", "plan"))
                    .containsExactly(new RangeTask("users", "plan", 1, "1", "10", FOUND, COUNTS, null));
            table.remove(TASK);
            assertThat(table.find("users", "plan", 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void aRangeThatFailedIsFetchedAgainWhenItIsHandedOutAgain(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);

            table.failed(TASK, "x".repeat(5000));
            assertThat(table.find("users", "plan", 1)).get().matches(RangeTask::hasEnded);
            assertThat(table.done(TASK, FOUND, COUNTS)).isFalse();
            table.again(TASK);
            assertThat(table.find("users", "plan", 1)).contains(TASK);
            assertThat(table.done(TASK, FOUND, COUNTS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void nobodyCanDoARangeOfAPlanThatIsOver(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            RangeTable table = table(database);
            RangeTask others = new RangeTask("orders", "plan", 1, "1", "10");
            table.add(others);

            table.clear("users");

            assertThat(table.done(TASK, FOUND, COUNTS)).isFalse();
            assertThat(table.all("orders", "plan")).containsExactly(others);
        }
    }

    private static RangeTable table(TestDatabase database) {
        RangeTable table = database.states().ranges();
        table.createTable();
        table.createTable();
        table.add(TASK);
        return table;
    }
}
