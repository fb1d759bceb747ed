package dev.tidemark.strategy.cursor;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One format of dates and times, for reading and writing. Days that do not exist are not read. Thread-safe. */
final class TimePattern {

    /** They include one whose day could be a month. */
    private static final List<Instant> SAMPLES = List.of(
            Instant.parse("2024-01-15T00:20:30Z"),
            Instant.parse("2024-12-30T13:45:59Z"),
            Instant.parse("2024-02-03T04:05:06Z"));

    private final DateTimeFormatter formatter;
    private final Tick step;

    /** @param step the smallest distance between two times that the format can distinguish */
    TimePattern(DateTimeFormatterBuilder form, Tick step) {
        this.formatter = form.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
        this.step = step;
    }

    /**
     * A pattern of {@link DateTimeFormatter}; month and day names are in English, and case does not matter.
     *
     * @param parameter the parameter with this value, for messages
     * @throws IllegalArgumentException when the text is not such a pattern
     */
    static TimePattern of(String parameter, String pattern) {
        try {
            TimePattern form = new TimePattern(
                    new DateTimeFormatterBuilder()
                            .parseCaseInsensitive()
                            .appendPattern(pattern)
                            // Otherwise yyyy, the year of an era, would not be a year.
                            .parseDefaulting(ChronoField.ERA, 1),
                    stepOf(pattern));
            if (form.write(Instant.EPOCH, ZoneId.of("UTC")).isBlank()) {
                throw new IllegalArgumentException("it writes nothing");
            }
            return form;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    parameter + " `" + pattern + "` is not a pattern for dates such as yyyy-MM-dd'T'HH:mm:ssX ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * Checks that a text written with a pattern is read as the same instant, rounded down to the pattern's precision.
     *
     * @param parameter the parameter with the pattern, for messages
     * @param read returns null for a text that cannot be read
     * @throws IllegalArgumentException when it is not
     */
    static void requireReadable(
            String parameter,
            String pattern,
            Function<Instant, String> write,
            Function<String, @Nullable Instant> read,
            UnaryOperator<Instant> floor) {
        for (Instant sample : SAMPLES) {
            String text = write.apply(sample);
            Instant back = read.apply(text);
            if (!floor.apply(sample).equals(back)) {
                throw new IllegalArgumentException(
                        parameter + " `" + pattern + "` writes " + sample + " as `" + text + "`, which "
                                + (back == null ? "cannot be read back" : "reads as " + back)
                                + "; in patterns yyyy is the year, dd the day of the month, HH the hour, mm the minute, ss the second");
            }
        }
    }

    /**
     * Reads a text.
     *
     * @param zone the zone of a text without one
     * @throws DateTimeException when the text has another format
     */
    TimestampText read(String text, ZoneId zone) {
        TemporalAccessor read = formatter.parse(text);
        LocalTime time = read.query(TemporalQueries.localTime());
        LocalDateTime local = LocalDate.from(read).atTime(time == null ? LocalTime.MIDNIGHT : time);
        ZoneId written = read.query(TemporalQueries.zone());
        Instant instant = read.isSupported(ChronoField.INSTANT_SECONDS)
                ? Instant.from(read)
                : local.atZone(written == null ? zone : written).toInstant();
        return new TimestampText(local, instant, written != null, step);
    }

    /** Whether a text has this format. */
    boolean reads(String text, ZoneId zone) {
        try {
            read(text, zone);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Writes an instant, rounded down to the format's precision. */
    String write(Instant instant, ZoneId zone) {
        return formatter.format(instant.atZone(zone));
    }

    /** The zone of a text in this format; the other one when it has none. */
    ZoneId zone(String text, ZoneId other) {
        ZoneId written = formatter.parse(text).query(TemporalQueries.zone());
        return written == null ? other : written;
    }

    /** The smallest distance between two times that the format can distinguish. */
    Tick step() {
        return step;
    }

    /** An instant, rounded as this format writes it. */
    Instant floor(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        if (step.equals(Tick.DAY)) {
            return local.truncatedTo(ChronoUnit.DAYS).toInstant();
        }
        return instant.minusNanos(local.toLocalTime().toNanoOfDay() % step.nanos());
    }

    private static Tick stepOf(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", "");
        if (letters.matches(".*[nN].*")) {
            return Tick.ofScale(9);
        }
        if (letters.matches(".*[SA].*")) {
            int digits = (int) letters.chars().filter(c -> c == 'S').count();
            return Tick.ofScale(digits == 0 ? 3 : Math.min(9, digits));
        }
        if (letters.contains("s")) {
            return Tick.SECOND;
        }
        if (letters.contains("m")) {
            return Tick.MINUTE;
        }
        return letters.matches(".*[HhkK].*") ? Tick.HOUR : Tick.DAY;
    }
}
