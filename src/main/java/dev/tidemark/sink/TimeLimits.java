package dev.tidemark.sink;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalQueries;
import org.jspecify.annotations.Nullable;

/**
 * Which dates and times a database has beyond those that all have.
 *
 * @param firstYear the first whole year; 0 is 1 BC
 * @param lastYear the last whole year
 * @param infinite whether it has infinity: the greatest and the least of each class
 * @param longest the longest time that a column of times holds, negative ones included when it is longer than a day; null for
 *     times of the day only
 */
record TimeLimits(int firstYear, int lastYear, boolean infinite, @Nullable Duration longest) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int LAST_OF_FOUR_DIGITS = 9999;

    /** What people's calendars have, and nothing else. */
    static final TimeLimits NONE = new TimeLimits(1, LAST_OF_FOUR_DIGITS, false, null);

    /** @throws DateTimeException for a value that the database does not have */
    void require(Object value) {
        if (value instanceof Duration span && !holds(span)) {
            throw new DateTimeException(
                    "the destination has no time `" + TimeSpan.text(span) + "`; declare it as STRING");
        }
        if (value instanceof Temporal time && time.isSupported(ChronoField.YEAR)) {
            int year = time.get(ChronoField.YEAR);
            if (isInfinite(time)) {
                if (!infinite) {
                    throw new DateTimeException(
                            "the destination has no time `" + infinity(time) + "`; declare it as STRING");
                }
            } else if (year < firstYear || year > lastYear) {
                throw new DateTimeException("the year " + year + " is not from " + firstYear + " to " + lastYear);
            }
        }
    }

    private boolean holds(Duration span) {
        return longest != null
                && span.abs().compareTo(longest) <= 0
                && (!span.isNegative() || longest.compareTo(DAY) > 0);
    }

    static boolean isInfinite(Temporal time) {
        LocalDate date = time.query(TemporalQueries.localDate());
        return LocalDate.MAX.equals(date) || LocalDate.MIN.equals(date);
    }

    /** Whether its year does not have the four digits that all formats have. */
    static boolean isFar(Object value) {
        return value instanceof Temporal time
                && time.isSupported(ChronoField.YEAR)
                && (time.get(ChronoField.YEAR) < 1 || time.get(ChronoField.YEAR) > LAST_OF_FOUR_DIGITS);
    }

    /** Whether a value says itself that it is far, as only databases do: with a signed year, or in a word. */
    static boolean isMeant(Object value) {
        String text = value.toString().strip();
        return !text.isEmpty() && "+-iI".indexOf(text.charAt(0)) >= 0;
    }

    /**
     * A time that is far, with its year counted from the beginning of its era, or {@code infinity}.
     *
     * @param era what follows the date in the years before our era
     * @param eraLast what follows the time there
     */
    static String text(Temporal far, String era, String eraLast) {
        if (isInfinite(far)) {
            return infinity(far);
        }
        int year = far.get(ChronoField.YEAR);
        String date = "%04d".formatted(year > 0 ? year : 1 - year)
                + DateTimeFormatter.ofPattern("-MM-dd").format(far)
                + (year > 0 ? "" : era);
        String time = far instanceof LocalDate
                ? ""
                : DateTimeFormatter.ofPattern(" HH:mm:ss.SSSSSS").format(far);
        return date + time + (far instanceof OffsetDateTime ? "+00" : "") + (year > 0 ? "" : eraLast);
    }

    private static String infinity(Temporal infinite) {
        return LocalDate.MAX.equals(infinite.query(TemporalQueries.localDate())) ? "infinity" : "-infinity";
    }
}
