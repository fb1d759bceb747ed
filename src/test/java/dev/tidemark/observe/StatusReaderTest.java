package dev.tidemark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schedule.Timing;
import dev.tidemark.sink.RejectTable;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.strategy.TimestampStrategy;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a source is up, when it is down, and what is said of it. */
class StatusReaderTest {

    private static final Instant NOON = Instant.parse("2025-06-01T12:00:00Z");
    private static final String REACHED = "{\"last_timestamp\":\"2025-06-01T11:00:00Z\"}";

    private final WatchedSource users = watched("users");

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void itIsDownAfterSoManyFailuresInARowAndUpAfterASuccess(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            SyncHistory history = new SyncHistory(database.dataSource(), 1000);
            StatusReader reader = reader(database, history);
            assertThat(fault(reader, 0)).isNull();

            history.add(sync(0, "ok", null));
            history.add(sync(1, "failed", "first"));
            history.add(sync(2, "stopped", null));
            assertThat(fault(reader, 3)).isNull();
            history.add(sync(3, "failed", "second"));
            assertThat(fault(reader, 4)).isEqualTo("2 failures in a row; the last error: second");
            assertThat(status(reader, 4).fields())
                    .containsEntry("failures", 2)
                    .containsEntry("health", "down")
                    .containsEntry("lastSuccess", NOON.plusSeconds(1).toString())
                    // Twice, and once more, the period of a minute.
                    .containsEntry("nextRun", NOON.plusSeconds(181 + 240).toString());
            history.add(backfill(4));
            assertThat(fault(reader, 5)).isNotNull();
            history.add(sync(5, "ok", null));
            assertThat(fault(reader, 6)).isNull();
            assertThat(status(reader, 6).points())
                    .extracting(SyncPoint::status)
                    .containsExactly("ok", "failed", "stopped", "failed", "ok");
            assertThat(status(reader, 6).points().get(0).lagSeconds()).isEqualTo(3601);
        }
    }

    @Test
    void itIsDownWhenItsLastSuccessIsTooLongAgo() {
        try (TestDatabase database = TestDatabase.open()) {
            SyncHistory history = new SyncHistory(database.dataSource(), 1000);
            StatusReader reader = reader(database, history);
            history.add(sync(0, "ok", null));

            assertThat(fault(reader, 60)).isNull();
            assertThat(fault(reader, 61))
                    .isEqualTo(
                            "the last success was at 2025-06-01T12:00:01Z, 1h 0m ago, more than maxStaleness (1h 0m)");
        }
    }

    @Test
    void beforeTheFirstSuccessTheFirstStartCounts() {
        try (TestDatabase database = TestDatabase.open()) {
            SyncHistory history = new SyncHistory(database.dataSource(), 1000);
            StatusReader reader = reader(database, history);
            history.add(sync(0, "stopped", null));

            assertThat(fault(reader, 60)).isNull();
            assertThat(fault(reader, 61)).startsWith("no sync has succeeded; the first started 1h 1m ago");
        }
    }

    @Test
    void aSuccessBeforeManyFailuresIsFound() {
        try (TestDatabase database = TestDatabase.open()) {
            SyncHistory history = new SyncHistory(database.dataSource(), 1000);
            history.add(sync(0, "ok", null));
            for (int minute = 1; minute <= RecentSyncs.MOST + 1; minute++) {
                history.add(sync(minute, "failed", "no"));
            }

            SourceStatus status = status(reader(database, history), 200);

            assertThat(status.lastSuccess()).isEqualTo(NOON.plusSeconds(1));
            assertThat(status.failures()).isEqualTo(RecentSyncs.MOST);
            assertThat(status.points()).hasSize(RecentSyncs.MOST);
        }
    }

    @Test
    void rejectsAreCountedAtMostEveryHalfMinute() {
        try (TestDatabase database = TestDatabase.open()) {
            RejectCounts rejects = new RejectCounts(List.of(database.dataSource()), Duration.ofSeconds(10));
            new RejectTable(database.dataSource()).createTable();
            assertThat(rejects.bySource(NOON)).isEmpty();
            database.jdbc()
                    .update("insert into tidemark_rejects values ('a', 'users', 't', 'r', '{}', timestamp"
                            + " '2025-01-01 00:00:00')");

            assertThat(rejects.bySource(NOON.plusSeconds(29))).isEmpty();
            assertThat(rejects.bySource(NOON.plusSeconds(30))).containsExactly(Map.entry("users", 1L));
        }
    }

    private static StatusReader reader(TestDatabase database, SyncHistory history) {
        return new StatusReader(
                database.states(),
                history,
                new LeaseTable(database.dataSource(), "here:1", LeaseTable.TERM),
                new RejectCounts(List.of(database.dataSource()), Duration.ofSeconds(10)));
    }

    private SourceStatus status(StatusReader reader, int minute) {
        return reader.read(List.of(users), NOON.plusSeconds(60L * minute)).get(0);
    }

    private @Nullable String fault(StatusReader reader, int minute) {
        return status(reader, minute).fault();
    }

    private static SyncResult sync(int minute, String status, @Nullable String error) {
        return sync(minute, false, status, error);
    }

    private static SyncResult backfill(int minute) {
        return sync(minute, true, "ok", null);
    }

    private static SyncResult sync(int minute, boolean backfill, String status, @Nullable String error) {
        return new SyncResult(
                SyncStart.at("users", "timestamp", NOON.plusSeconds(60L * minute), backfill),
                SyncResult.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                new RowCounts(1, 1, 0, 0, 1),
                JdbcStateRepository.parse(REACHED),
                1,
                error,
                List.of());
    }

    static WatchedSource watched(String name) {
        return new WatchedSource(
                name,
                "timestamp",
                new Timing.Every(Duration.ofMinutes(1)),
                new HealthLimits(2, Duration.ofHours(1)),
                new TimestampStrategy());
    }
}
