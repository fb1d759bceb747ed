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
 * The dates and times that a database supports beyond those that all support.
 *
 * @param firstYear the first whole year; 0 is 1 BC
 * @param lastYear the last whole year
 * @param infinite whether it supports infinity: the greatest and the least of each class
 * @param longest the longest time that a column of times holds; when it is more than a day, negative times are included.
 *     Null for times of the day only
 */
record TimeLimits(int firstYear, int lastYear, boolean infinite, @Nullable Duration longest) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int LAST_OF_FOUR_DIGITS = 9999;

    /** Only ordinary dates and times: the years 1 to 9999, without infinity. */
    static final TimeLimits NONE = new TimeLimits(1, LAST_OF_FOUR_DIGITS, false, null);

    /** @throws DateTimeException for a value that the database does not support */
    void require(Object value) {
        if (value instanceof Duration span && !holds(span)) {
            throw new DateTimeException("the destination does not support the time `" + TimeSpan.text(span)
                    + "`; declare the column as" + " STRING");
        }
        if (value instanceof Temporal time && time.isSupported(ChronoField.YEAR)) {
            int year = time.get(ChronoField.YEAR);
            if (isInfinite(time)) {
                if (!infinite) {
                    throw new DateTimeException("the destination does not support the time `" + infinity(time)
                            + "`; declare the column" + " as STRING");
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

    /** Whether its year is outside the four digits that all formats support. */
    static boolean isFar(Object value) {
        return value instanceof Temporal time
                && time.isSupported(ChronoField.YEAR)
                && (time.get(ChronoField.YEAR) < 1 || time.get(ChronoField.YEAR) > LAST_OF_FOUR_DIGITS);
    }

    /** Whether a value states a far year explicitly, as only databases do: with a sign or a word. */
    static boolean isMeant(Object value) {
        String text = value.toString().strip();
        return !text.isEmpty() && "+-iI".indexOf(text.charAt(0)) >= 0;
    }

    /**
     * A far time as text, with its year counted within its era, or {@code infinity}.
     *
     * @param era the suffix of the date in years before our era
     * @param eraLast the suffix of the time in those years
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
