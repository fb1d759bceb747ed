package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncScheduleTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00Z");

    private Instant now = START;
    private final SyncSchedule turns = new SyncSchedule(
            Map.of("users", Duration.ofSeconds(60), "daily", Duration.ofDays(1), "other", Duration.ofSeconds(60)),
            () -> now);

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
}
