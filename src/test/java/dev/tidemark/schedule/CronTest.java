package dev.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

    /** The times of one day, in its zone, with the offset of each. */
    private static List<String> times(String schedule, String zone, String day) {
        Cron cron = Cron.of(schedule, zone);
        ZoneId id = ZoneId.of(zone);
        Instant end = LocalDate.parse(day).plusDays(1).atStartOfDay(id).toInstant();
        List<String> times = new ArrayList<>();
        Instant start = LocalDate.parse(day).atStartOfDay(id).toInstant();
        Instant at = cron.next(start.minusNanos(1));
        while (at != null && at.isBefore(end)) {
            times.add(at.atZone(id).toOffsetDateTime().toString().substring(11));
            at = cron.next(at);
        }
        return times;
    }

    /** The clocks skip from 2:00 to 3:00, or repeat the hour from 2:00 in Berlin and from 1:00 in New York. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A time that is skipped comes at the moment of the change, and only once.
                "0 30 2 * * *      | Europe/Berlin    | 2025-03-30 | 03:00+02:00",
                "0 30 2 * * *      | America/New_York | 2025-03-09 | 03:00-04:00",
                "0 0/20 2 * * *    | Europe/Berlin    | 2025-03-30 | 03:00+02:00",
                "0 0,30 1-3 * * *  | America/New_York | 2025-03-09 | 01:00-05:00 01:30-05:00 03:00-04:00 03:30-04:00",
                "0 30 2 30 3 *     | Europe/Berlin    | 2025-03-30 | 03:00+02:00",
                // A time that comes twice comes once.
                "0 30 2 * * *      | Europe/Berlin    | 2025-10-26 | 02:30+02:00",
                "0 30 1 * * *      | America/New_York | 2025-11-02 | 01:30-04:00",
                "0 0,30 1-3 * * *  | Europe/Berlin    | 2025-10-26 | 01:00+02:00 01:30+02:00 02:00+02:00 02:30+02:00"
                        + " 03:00+01:00 03:30+01:00",
                "0 0 2,3 * * *     | Europe/Berlin    | 2025-10-26 | 02:00+02:00 03:00+01:00",
                // Other times are what they always are.
                "0 15 4 * * *      | Europe/Berlin    | 2025-10-26 | 04:15+01:00",
                "@daily            | America/New_York | 2025-03-09 | 00:00-05:00",
                "0 0 0 * * *       | Africa/Cairo     | 2025-04-25 | 01:00+03:00",
            })
    void aTimeComesOnceOnTheDayOnWhichTheClocksChange(String schedule, String zone, String day, String times) {
        assertThat(String.join(" ", times(schedule, zone, day))).isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2025-03-30, 23",
        "Europe/Berlin, 2025-10-26, 25",
        "America/New_York, 2025-03-09, 23",
        "America/New_York, 2025-11-02, 25",
        "UTC, 2025-03-30, 24"
    })
    void aScheduleOfEveryHourComesEveryHour(String zone, String day, int hours) {
        for (String schedule : List.of("0 0 * * * *", "@hourly", "0 30 */1 * * *", "0 5 0-23 * * *")) {
            Cron cron = Cron.of(schedule, zone);
            Instant start = LocalDate.parse(day).atStartOfDay(ZoneId.of(zone)).toInstant();
            Instant first = Objects.requireNonNull(cron.next(start.minusNanos(1)));
            for (int hour = 0; hour < hours; hour++) {
                Instant at = first.plus(Duration.ofHours(hour));
                assertThat(cron.next(at)).as(schedule).isEqualTo(at.plus(Duration.ofHours(1)));
            }
            assertThat(times(schedule, zone, day)).hasSize(hours);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 15 2 * * *            | 24",
                "0 0 9 * * MON-FRI       | 72",
                "0 0/5 9-17 * * MON-FRI  | 63",
                "0 0 0 1 * *             | 744",
                "0 0 * * * *             | 1",
            })
    void theLongestPauseIsKnownToWithinAnHour(String schedule, long hours) {
        Duration pause = Cron.of(schedule, "UTC").longestPause(Instant.parse("2025-06-04T10:11:12Z"));

        assertThat(pause).isBetween(Duration.ofHours(hours - 1), Duration.ofHours(hours));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 * * 1-20 * *  | 264",
                "0 0/5 * * 1-6 * | 4416",
            })
    void aPauseOfWeeksIsKnownToWithinADay(String schedule, long hours) {
        Duration pause = Cron.of(schedule, "UTC").longestPause(Instant.parse("2025-06-01T10:11:12Z"));

        assertThat(pause).isBetween(Duration.ofHours(hours - 24), Duration.ofHours(hours));
    }

    @Test
    void mistakesNameTheParameterAndTheFix() {
        assertThatThrownBy(() -> Cron.of("0 15 2 * *", "UTC"))
                .hasMessageStartingWith("schedule `0 15 2 * *` is not a cron expression")
                .hasMessageContaining("must consist of 6 fields", "`0 15 2 * * *`");
        assertThatThrownBy(() -> Cron.of("0 0 0 30 2 *", "UTC"))
                .hasMessageStartingWith("schedule `0 0 0 30 2 *` names a time that never comes");
        assertThatThrownBy(() -> Cron.of("@daily", "Europe/Berln"))
                .hasMessageStartingWith("scheduleZone `Europe/Berln` is not a known time zone")
                .hasMessageContaining("did you mean `Europe/Berlin`?");
    }
}
