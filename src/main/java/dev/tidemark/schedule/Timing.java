package dev.tidemark.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** When a source is due: regularly, at the times of a schedule, or after another source. */
public sealed interface Timing {

    /** The timing as people write it, as in {@code every 1m}. */
    String text();

    /** The next time after an instant; null when the timing has no fixed times. */
    default @Nullable Instant next(Instant after) {
        return null;
    }

    /**
     * Regular syncs.
     *
     * @param period between two starts
     */
    record Every(Duration period) implements Timing {
        @Override
        public String text() {
            return "every " + period.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Syncs at the times of a schedule.
     *
     * @param runMissed whether a time that passed while the program was not running is made up for at its start
     */
    record At(Cron cron, boolean runMissed) implements Timing {
        @Override
        public String text() {
            return cron.text();
        }

        @Override
        public @Nullable Instant next(Instant after) {
            return cron.next(after);
        }
    }

    /**
     * One sync for each successful sync of another source.
     *
     * @param source that other source
     */
    record After(String source) implements Timing {
        @Override
        public String text() {
            return "after " + source;
        }
    }

    /**
     * Reads the timing of a source from its parameters.
     *
     * @param parameters the value of a parameter, or its default; null or empty when it has neither
     * @throws IllegalArgumentException with a message that starts with the name of the parameter to change
     */
    static Timing of(UnaryOperator<@Nullable String> parameters) {
        String schedule = value(parameters, "schedule");
        String after = value(parameters, "after");
        String zone = value(parameters, "scheduleZone");
        boolean runMissed = runMissed(value(parameters, "runMissed"));
        if (schedule.isEmpty() && !zone.isEmpty() && !zone.equals(Cron.UTC)) {
            throw new IllegalArgumentException(unused("scheduleZone"));
        }
        if (schedule.isEmpty() && !runMissed) {
            throw new IllegalArgumentException(unused("runMissed"));
        }
        if (schedule.isEmpty() && after.isEmpty()) {
            return new Every(Duration.ofMillis(TimeUtils.toMilliSeconds(value(parameters, "period"))));
        }
        if (!schedule.isEmpty() && !after.isEmpty()) {
            throw new IllegalArgumentException("after and `schedule` exclude each other: a source is due after `"
                    + after + "` or at the times of its schedule; remove one of them");
        }
        String repeatCount = value(parameters, "repeatCount");
        if (!repeatCount.isEmpty() && !repeatCount.equals("0")) {
            throw new IllegalArgumentException(
                    "repeatCount is `" + repeatCount + "`, and counts the ticks of `period`: it" + " must be 0 beside `"
                            + (after.isEmpty() ? "schedule" : "after") + "`; remove it");
        }
        return after.isEmpty()
                ? new At(Cron.of(schedule, zone.isEmpty() ? Cron.UTC : zone), runMissed)
                : new After(after);
    }

    private static boolean runMissed(String text) {
        if (!text.matches("(?i)true|false|")) {
            throw new IllegalArgumentException("runMissed is `" + text + "`; it must be `true` or `false`");
        }
        return !text.equalsIgnoreCase("false");
    }

    /** A message about a parameter that means nothing without a schedule. */
    static String unused(String parameter) {
        return parameter + " is without effect, as the source has no `schedule`: add one, such as `" + Cron.EXAMPLE
                + "`, or remove `" + parameter + "`";
    }

    private static String value(UnaryOperator<@Nullable String> parameters, String name) {
        String value = parameters.apply(name);
        return value == null ? "" : value.strip();
    }
}
