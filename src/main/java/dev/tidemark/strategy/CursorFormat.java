package dev.tidemark.strategy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How an instant is written into a request when the API does not take the text it gives:
 * a {@link DateTimeFormatter} pattern, {@code epoch-seconds} or {@code epoch-millis}.
 */
final class CursorFormat {

    private static final List<Instant> SAMPLES =
            List.of(Instant.parse("2024-01-15T00:20:30Z"), Instant.parse("2024-12-30T13:45:59Z"));

    private final String pattern;
    private final DateTimeFormatter formatter;
    private final Step step;

    /** @throws IllegalArgumentException when the pattern is none */
    CursorFormat(String pattern) {
        this.pattern = pattern;
        boolean epoch = pattern.startsWith("epoch-");
        if (epoch && !pattern.equals("epoch-seconds") && !pattern.equals("epoch-millis")) {
            throw new IllegalArgumentException(
                    "cursorFormat `" + pattern + "` is neither epoch-seconds nor epoch-millis nor a pattern");
        }
        try {
            this.formatter = DateTimeFormatter.ofPattern(epoch ? "uuuu" : pattern, Locale.ROOT);
            if (formatter.format(Instant.EPOCH.atZone(ZoneId.of("UTC"))).isBlank()) {
                throw new IllegalArgumentException("it writes nothing");
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "cursorFormat `" + pattern + "` is no pattern for dates such as yyyy-MM-dd'T'HH:mm:ssX ("
                            + e.getMessage() + ")",
                    e);
        }
        this.step = stepOf(pattern);
    }

    /** @throws IllegalArgumentException when what is written is not the instant, cut to the smallest step of the format */
    void requireReadable(ZoneId zone) {
        for (Instant sample : SAMPLES) {
            String text = write(sample, zone);
            Instant read = read(text, zone);
            if (read == null || !read.equals(floor(sample, zone))) {
                throw new IllegalArgumentException(
                        "cursorFormat `" + pattern + "` writes " + sample + " as `" + text
                                + "`, which " + (read == null ? "cannot be read back" : "reads as " + read)
                                + "; in patterns yyyy is the year, dd the day of the month, HH the hour, mm the minute, ss the second");
            }
        }
    }

    String write(Instant instant, ZoneId zone) {
        return switch (pattern) {
            case "epoch-seconds" -> Long.toString(instant.getEpochSecond());
            case "epoch-millis" -> Long.toString(instant.toEpochMilli());
            default -> formatter.format(instant.atZone(zone));
        };
    }

    /** The instant that a text in this format names; null when the text is in another. */
    @Nullable
    Instant read(String text, ZoneId zone) {
        try {
            return switch (pattern) {
                case "epoch-seconds" -> Instant.ofEpochSecond(Long.parseLong(text));
                case "epoch-millis" -> Instant.ofEpochMilli(Long.parseLong(text));
                default -> instant(formatter.parse(text), zone);
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static Instant instant(TemporalAccessor read, ZoneId zone) {
        ZoneId written = read.query(TemporalQueries.zone());
        LocalTime time = read.query(TemporalQueries.localTime());
        return LocalDate.from(read)
                .atTime(time == null ? LocalTime.MIDNIGHT : time)
                .atZone(written == null ? zone : written)
                .toInstant();
    }

    /** The larger of the smallest step that this format can say and another one. */
    Step coarser(Step other) {
        return step.compareTo(other) > 0 ? step : other;
    }

    /** The instant that is left of another one once it was written in this format. */
    Instant floor(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        if (step.equals(Step.DAY)) {
            return local.truncatedTo(ChronoUnit.DAYS).toInstant();
        }
        return instant.minusNanos(local.toLocalTime().toNanoOfDay() % step.nanos());
    }

    private static Step stepOf(String pattern) {
        if (pattern.startsWith("epoch-")) {
            return pattern.equals("epoch-millis") ? Step.ofScale(3) : Step.SECOND;
        }
        String letters = pattern.replaceAll("'[^']*'", "");
        if (letters.matches(".*[nN].*")) {
            return Step.ofScale(9);
        }
        if (letters.matches(".*[SA].*")) {
            int digits = (int) letters.chars().filter(c -> c == 'S').count();
            return Step.ofScale(digits == 0 ? 3 : Math.min(9, digits));
        }
        if (letters.contains("s")) {
            return Step.SECOND;
        }
        if (letters.contains("m")) {
            return Step.MINUTE;
        }
        return letters.matches(".*[HhkK].*") ? Step.HOUR : Step.DAY;
    }
}
