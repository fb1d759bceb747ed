package dev.tidemark.sink;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times that are not a time of day, as in some databases: {@code 24:00:00}, {@code -12:30:00}, {@code 838:59:59}. */
final class TimeSpan {

    private static final Pattern FORM = Pattern.compile(
            "(?<sign>-?)(?<hours>\\d{2,3}):(?<minutes>[0-5]\\d):(?<seconds>[0-5]\\d)(?:\\.(?<fraction>\\d{1,9}))?");

    private static final int NANO_DIGITS = 9;

    private TimeSpan() {}

    /** Null for a time of the day, and for a text of another form. */
    static @Nullable Duration read(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return null;
        }
        String fraction = found.group("fraction");
        Duration span = Duration.ofHours(Long.parseLong(found.group("hours")))
                .plusMinutes(Long.parseLong(found.group("minutes")))
                .plusSeconds(Long.parseLong(found.group("seconds")))
                .plusNanos(fraction == null ? 0 : nanos(fraction));
        boolean negative = !found.group("sign").isEmpty();
        boolean ofDay = !negative && span.toDays() == 0;
        return ofDay ? null : negative ? span.negated() : span;
    }

    /** The text in the same form, with six fractional digits when there are any. */
    static String text(Duration span) {
        Duration size = span.abs();
        String whole = (span.isNegative() ? "-" : "")
                + "%02d:%02d:%02d".formatted(size.toHours(), size.toMinutesPart(), size.toSecondsPart());
        int micros = size.toNanosPart() / 1000;
        return micros == 0 ? whole : whole + ".%06d".formatted(micros);
    }

    /** The span without the part below this number of nanoseconds. */
    static Duration cut(Duration span, int nanos) {
        Duration size = span.abs();
        Duration kept = size.minusNanos(size.toNanosPart() % nanos);
        return span.isNegative() ? kept.negated() : kept;
    }

    private static long nanos(String fraction) {
        return Long.parseLong(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
    }
}
