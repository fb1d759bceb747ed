package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncScheduleTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00Z");

    private static final Instant NIGHT = Instant.parse("2025-06-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.open();
    private final SyncHistory history = new SyncHistory(database.dataSource(), 100);
    private Instant now = START;

    @AfterEach
    void close() {
        database.close();
    }

    private final SyncSchedule turns = new SyncSchedule(
            new Timings(Map.of(
                    "users", new Timing.Every(Duration.ofSeconds(60)),
                    "daily", new Timing.Every(Duration.ofDays(1)),
                    "other", new Timing.Every(Duration.ofSeconds(60)))),
            () -> now,
            null);

    @Test
    void eachFailureDoublesTheWaitUpToAnHour() {
        for (long minutes : new long[] {2, 4, 8, 16, 32, 60, 60}) {
            assertThat(turns.failed("users", START)).isEqualTo(START.plusSeconds(60 * minutes));
        }
        for (int failure = 0; failure < 100; failure++) {
            assertThat(turns.failed("users", START)).isBeforeOrEqualTo(START.plusSeconds(3600));
        }
    }

    @Test
    void aPeriodLongerThanAnHourIsNotMadeShorterNorLonger() {
        assertThat(turns.failed("daily", START)).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void aSourceIsDueAgainWhenItsWaitIsOverAndOthersAlways() {
        turns.failed("users", START);

        now = START.plusSeconds(60);
        assertThat(turns.isDue("users")).isFalse();
        assertThat(turns.isDue("other")).isTrue();
        now = START.plusSeconds(119);
        assertThat(turns.isDue("users")).isTrue();
    }

    @Test
    void aSuccessSetsTheWaitBack() {
        turns.failed("users", START);
        turns.failed("users", START);
        turns.succeeded("users");

        assertThat(turns.isDue("users")).isTrue();
        assertThat(turns.failed("users", START)).isEqualTo(START.plusSeconds(120));
    }

    @Test
    void aScheduledSourceIsDueAtItsTimesOnly() {
        Timed daily = timed("0 15 14 * * *", true);

        assertThat(daily.isDueAt("13:00", "14:14")).isFalse();
        assertThat(daily.isDueAt("14:15")).isTrue();
        daily.sync("ok");
        assertThat(daily.isDueAt("14:20", "23:59")).isFalse();
        assertThat(daily.isDueAt("38:15")).isTrue();
    }

    @Test
    void aTimeThatWasMissedIsMadeUpForAtTheStart() {
        for (boolean runMissed : new boolean[] {true, false}) {
            timed("0 15 2 * * *", runMissed).syncedAt("-40:00", "ok");

            assertThat(timed("0 15 2 * * *", runMissed).isDueAt("12:00")).isEqualTo(runMissed);
            assertThat(timed("0 15 2 * * *", runMissed).isDueAt("26:15")).isTrue();
        }
    }

    @Test
    void aSourceWithoutAMissedTimeWaits() {
        timed("0 15 2 * * *", true).syncedAt("03:00", "ok");

        assertThat(timed("0 15 2 * * *", true).isDueAt("12:00", "26:14")).isFalse();
        assertThat(timed("0 15 2 * * *", true).isDueAt("26:15")).isTrue();
    }

    @Test
    void aSourceThatWasNeverSyncedWaitsForItsFirstTime() {
        Timed never = timed("0 15 2 * * *", true);

        assertThat(never.isDueAt("12:00", "26:14")).isFalse();
        assertThat(never.isDueAt("26:15")).isTrue();
    }

    @Test
    void whatFailedOrWasStoppedIsRepeatedAtTheStart() {
        for (String status : List.of("failed", "stopped")) {
            timed("0 15 2 * * *", true).syncedAt("02:15", status);

            assertThat(timed("0 15 2 * * *", true).isDueAt("12:00")).isTrue();
        }
    }

    @Test
    void aFailedScheduledSourceIsRetriedAfterAMinuteAndUpToAnHour() {
        Timed daily = timed("0 15 14 * * *", true);
        assertThat(daily.isDueAt("14:15")).isTrue();
        Instant at = NIGHT.plus(Duration.ofMinutes(14 * 60 + 15));
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            daily.sync("failed");
            at = at.plus(Duration.ofMinutes(minutes));
            assertThat(daily.isDueAt(at.minusSeconds(1))).isFalse();
            assertThat(daily.isDueAt(at)).isTrue();
        }
        daily.sync("ok");
        assertThat(daily.isDueAt("38:14")).isFalse();
        assertThat(daily.isDueAt("38:15")).isTrue();
    }

    @Test
    void aRetryIsNeverLaterThanTheNextScheduledTime() {
        Timed often = timed("0 0/5 * * * *", true);
        assertThat(often.isDueAt("12:05")).isTrue();
        for (String next : List.of("12:06", "12:08", "12:10", "12:15", "12:20")) {
            often.sync("failed");
            assertThat(often.isDueAt(time(next).minusSeconds(1))).isFalse();
            assertThat(often.isDueAt(next)).isTrue();
        }
    }

    @Test
    void aTimeThatAnotherProcessHasServedIsNotRunAgain() {
        Timed here = timed("0 15 14 * * *", true);
        Timed there = timed("0 15 14 * * *", true);
        assertThat(here.isDueAt("14:15")).isTrue();
        assertThat(there.isDueAt("14:15")).isTrue();
        here.sync("ok");

        assertThat(there.mayStartAt("14:16")).as("after the lease of the other").isFalse();
        assertThat(there.isDueAt("14:17", "38:14")).isFalse();
        assertThat(there.mayStartAt("38:15")).isTrue();
    }

    @Test
    void anotherProcessRepeatsWhatFailedThereUnlessItIsGone() {
        Timed here = timed("0 15 14 * * *", true);
        Timed there = timed("0 15 14 * * *", true);
        assertThat(here.isDueAt("14:15")).isTrue();
        assertThat(there.isDueAt("14:15")).isTrue();
        here.sync("failed");

        assertThat(there.mayStartAt("14:15")).isFalse();
        assertThat(there.isDueAt("14:16", "15:14")).isFalse();
        assertThat(there.mayStartAt("15:16")).as("an hour after the failure").isTrue();
    }

    @Test
    void aFailureElsewhereDoesNotPostponeWhatIsRepeatedHere() {
        Timed daily = timed("0 15 14 * * *", true);
        assertThat(daily.isDueAt("14:15")).isTrue();
        daily.sync("failed");
        daily.syncedAt("14:16", "failed");

        assertThat(daily.mayStartAt("14:16")).isTrue();
    }

    @Test
    void whatAnotherProcessLeftWhenItStoppedIsContinued() {
        Timed here = timed("0 15 14 * * *", true);
        Timed there = timed("0 15 14 * * *", true);
        assertThat(here.isDueAt("14:15")).isTrue();
        assertThat(there.isDueAt("14:15")).isTrue();
        here.sync("stopped");

        assertThat(there.mayStartAt("14:16")).isTrue();
    }

    @Test
    void aFollowerIsDueOnceForEachSuccessOfItsParent() {
        Timed child = new Timed(new Timing.After("parent"));
        child.schedule.begin("parent", new Timing.Every(Duration.ofSeconds(60)));
        assertThat(child.isDueAt("12:00", "13:00")).isFalse();

        child.schedule.succeeded("parent");
        assertThat(child.isDueAt("13:01")).isTrue();
        child.sync("ok");
        assertThat(child.isDueAt("13:02", "23:00")).isFalse();

        child.schedule.failed("parent", now);
        assertThat(child.isDueAt("23:01")).isFalse();
        child.schedule.succeeded("parent");
        assertThat(child.isDueAt("23:02")).isTrue();
        child.sync("failed");
        assertThat(child.isDueAt(time("23:03").minusSeconds(1))).isFalse();
        assertThat(child.isDueAt("23:03")).as("a minute after its own failure").isTrue();
    }

    @Test
    void aParentThatSucceedsDuringTheSyncMakesItsFollowerDueAgain() {
        Timed child = new Timed(new Timing.After("parent"));
        child.schedule.succeeded("parent");
        assertThat(child.mayStartAt("12:01")).isTrue();
        child.schedule.succeeded("parent");
        child.schedule.succeeded("child");

        assertThat(child.isDueAt("12:02")).isTrue();
        child.sync("ok");
        assertThat(child.isDueAt("12:03")).isFalse();
    }

    @Test
    void aFollowerLearnsFromTheHistoryWhatItsParentDid() {
        record("parent", "10:00", "ok");
        assertThat(new Timed(new Timing.After("parent")).isDueAt("12:00"))
                .as("never synced")
                .isTrue();
        record("child", "10:30", "ok");
        assertThat(new Timed(new Timing.After("parent")).isDueAt("12:00"))
                .as("synced since")
                .isFalse();
        record("parent", "11:00", "failed");
        assertThat(new Timed(new Timing.After("parent")).isDueAt("12:00"))
                .as("the parent failed")
                .isFalse();

        Timed child = new Timed(new Timing.After("parent"));
        assertThat(child.isDueAt("12:00")).isFalse();
        record("parent", "12:10", "ok");
        assertThat(child.isDueAt("12:12")).as("in another process").isTrue();
    }

    private Timed timed(String cron, boolean runMissed) {
        Map<String, String> parameters = Map.of("schedule", cron, "runMissed", Boolean.toString(runMissed));
        return new Timed(Timing.of(parameters::get));
    }

    /** A time from the midnight before the start; it may be of an earlier or a later day. */
    private static Instant time(String hoursAndMinutes) {
        String[] parts = hoursAndMinutes.split(":");
        return NIGHT.plus(Duration.ofHours(Long.parseLong(parts[0])))
                .plus(Duration.ofMinutes(Long.parseLong(parts[1])));
    }

    private void record(String source, String at, String status) {
        history.add(new SyncResult(
                SyncStart.at(source, "timestamp", time(at), false),
                SyncResult.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                RowCounts.NONE,
                null,
                1,
                null,
                List.of()));
    }

    /** One process with the source {@code child}. */
    private final class Timed {

        private final SyncSchedule schedule;

        Timed(Timing timing) {
            now = START;
            schedule = new SyncSchedule(new Timings(Map.of("child", timing)), () -> now, history);
        }

        /** Whether it is due at any of these times. */
        boolean isDueAt(String... times) {
            return Stream.of(times).map(SyncScheduleTest::time).anyMatch(this::isDueAt);
        }

        boolean isDueAt(Instant time) {
            now = time;
            return schedule.mayBeDue("child") && schedule.isDue("child");
        }

        boolean mayStartAt(String time) {
            now = time(time);
            return schedule.isDue("child") && schedule.claim("child");
        }

        /** Syncs it in no time, as the steps do. */
        void sync(String status) {
            assertThat(schedule.claim("child")).isTrue();
            SyncResult result = new SyncResult(
                    SyncStart.at("child", "timestamp", now, false),
                    SyncResult.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                    RowCounts.NONE,
                    null,
                    0,
                    null,
                    List.of());
            history.add(result);
            switch (result.status()) {
                case OK -> schedule.succeeded("child");
                case FAILED -> schedule.failed("child", now);
                case STOPPED -> schedule.stopped("child");
            }
        }

        /** An earlier sync, of a process that has ended. */
        void syncedAt(String time, String status) {
            record("child", time, status);
        }
    }
}
