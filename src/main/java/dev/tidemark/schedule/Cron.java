package dev.tidemark.schedule;

import dev.tidemark.route.yaml.Suggestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A schedule by a cron expression of six fields, in a time zone. When the clocks change, a time that they skip comes at the
 * moment of the change, and a time that comes twice counts the first time only. A schedule of every hour keeps coming every
 * hour.
 */
public final class Cron {

    /** The default zone. */
    public static final String UTC = "UTC";

    static final String EXAMPLE = "0 15 2 * * *";

    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0/1", "0-23");
    private static final int HOUR_FIELD = 2;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TWO_WEEKS = Duration.ofDays(15);
    private static final Duration YEAR = Duration.ofDays(366);

    private final String text;
    private final CronExpression expression;
    private final ZoneId zone;
    private final boolean hourly;

    private Cron(String text, CronExpression expression, ZoneId zone) {
        this.text = text;
        this.expression = expression;
        this.zone = zone;
        // A macro such as @daily has one field; only @hourly comes every hour.
        String[] fields = text.split("\\s+");
        this.hourly = fields.length == 1 ? text.equals("@hourly") : EVERY_HOUR.contains(fields[HOUR_FIELD]);
    }

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException with a message that starts with the name of the parameter to change
     */
    static Cron of(String schedule, String zone) {
        Cron cron = new Cron(schedule, expression(schedule), zone(zone));
        if (cron.next(Instant.EPOCH) == null) {
            throw new IllegalArgumentException(
                    "schedule `" + schedule + "` names a time that never comes; change its day or month");
        }
        return cron;
    }

    private static CronExpression expression(String schedule) {
        try {
            return CronExpression.parse(schedule);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "schedule `" + schedule + "` is not a cron expression (" + e.getMessage() + "); write six fields,"
                            + " second minute hour day month weekday, such as `" + EXAMPLE + "` for 02:15 each day, or"
                            + " a macro such as `@daily`",
                    e);
        }
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "scheduleZone `" + zone + "` is not a known time zone"
                            + Suggestion.didYouMean(zone, ZoneId.getAvailableZoneIds())
                            + " (a name such as `Europe/Berlin`, or `UTC`)",
                    e);
        }
    }

    /** The expression and its zone. */
    String text() {
        return text + " " + zone.getId();
    }

    /** The next time after an instant; null when none ever comes. */
    @Nullable
    Instant next(Instant after) {
        if (hourly) {
            ZonedDateTime next = expression.next(after.atZone(zone));
            return next == null ? null : next.toInstant();
        }
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        while (true) {
            local = expression.next(local);
            if (local == null) {
                return null;
            }
            Instant next = instant(local);
            // While a clock repeats an hour, the times of that hour are over.
            if (next.isAfter(after)) {
                return next;
            }
        }
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** The longest pause between two of the next times: of two weeks to within an hour, of a year to within a day. */
    Duration longestPause(Instant from) {
        Duration near = longestPause(from, TWO_WEEKS, HOUR);
        Duration far = longestPause(from, YEAR, DAY);
        return near.compareTo(far) > 0 ? near : far;
    }

    /** @param stride times that are closer than this are not looked at one by one */
    private Duration longestPause(Instant from, Duration range, Duration stride) {
        Duration longest = Duration.ZERO;
        Instant at = from;
        while (at.isBefore(from.plus(range))) {
            Instant next = next(at);
            if (next == null) {
                break;
            }
            Duration pause = Duration.between(at, next);
            longest = pause.compareTo(longest) > 0 ? pause : longest;
            at = pause.compareTo(stride) < 0 ? at.plus(stride) : next;
        }
        return longest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cron cron && cron.text.equals(text) && cron.zone.equals(zone);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
