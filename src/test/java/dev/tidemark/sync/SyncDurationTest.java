package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time that a sync takes, from its start on: the lease, the state and the plan are read before the first request. */
class SyncDurationTest {

    private static final Duration BEFORE_THE_FIRST_REQUEST = Duration.ofMillis(200);

    @Test
    void theEndInTheHistoryIsTheEndOfTheSync() throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            SyncHistory history = new SyncHistory(database.dataSource(), 10);
            SyncStart start = SyncStart.now("users", "timestamp");
            long began = System.nanoTime();
            Eventually.await(
                    "the first request",
                    Duration.ofMinutes(1),
                    () -> System.nanoTime() - began > BEFORE_THE_FIRST_REQUEST.toNanos());
            SyncStats stats = new SyncStats(start.from(null));
            Instant end = start.at().plus(BEFORE_THE_FIRST_REQUEST).truncatedTo(ChronoUnit.MICROS);

            SyncResult result = stats.result(SyncResult.Status.OK, null, null, List.of());
            new HistoryWriter(history).add(result);

            assertThat(result.seconds()).isGreaterThanOrEqualTo(0.2);
            assertThat(history.lastSuccess("users").map(SyncResult::ended).orElseThrow())
                    .isAfterOrEqualTo(end);
        }
    }
}
