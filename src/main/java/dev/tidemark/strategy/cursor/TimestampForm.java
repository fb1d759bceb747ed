package dev.tidemark.strategy.cursor;

import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the format of a text, among unambiguous ones: no day could be taken for a month. */
final class TimestampForm {

    /** Go writes an offset and a name. Java writes an offset and, in brackets, a region. */
    private static final String ZONE =
            "(?:(?<zone> ?(?:Z|UTC|GMT|UT|[+-]00:?00 UTC|[+-]\\d\\d(?::?\\d\\d)?))" + "(?<region>\\[[\\w/+-]+])?)?";

    private static final String FRACTION = "(?<point>[.,])(?<fraction>\\d{1,9})";

    private static final Pattern SEPARATED = insensitive("\\d{4}(?<dash>[-/]?)\\d\\d\\k<dash>\\d\\d"
            + "(?<time>(?<t>[T ])\\d\\d(?<colon>:?)\\d\\d(?<seconds>\\k<colon>\\d\\d(?:" + FRACTION + ")?)?" + ZONE
            + ")?");

    private static final Pattern DIGITS = insensitive("\\d{14}(?:(?<millis>\\d{3})|" + FRACTION + ")?" + ZONE);

    /** RFC 1123, and RFC 822 without two-digit years. */
    private static final Pattern MAIL = insensitive(
            "(?<weekday>[a-z]{3}, )?(?<day>\\d{1,2}) [a-z]{3} \\d{4} \\d\\d:\\d\\d(?<seconds>:\\d\\d)?" + ZONE);

    private static final Map<String, TimePattern> KNOWN = new ConcurrentHashMap<>();

    private TimestampForm() {}

    /**
     * The format of a text.
     *
     * @param digits the minimum number of fraction digits, if it can have any
     * @return null when it has none of these formats
     */
    static @Nullable TimePattern of(String text, int digits) {
        Matcher found = SEPARATED.matcher(text);
        if (found.matches()) {
            return separated(found, digits);
        }
        found = DIGITS.matcher(text);
        if (found.matches()) {
            String fraction = found.group("millis") != null ? "SSS" : fraction(found, digits);
            return pattern("uuuuMMddHHmmss" + fraction, found, Tick.ofScale(scale(fraction)));
        }
        found = MAIL.matcher(text);
        if (found.matches()) {
            boolean seconds = found.group("seconds") != null;
            String date =
                    (found.group("weekday") == null ? "" : "EEE, ") + "d".repeat(found.end("day") - found.start("day"));
            return pattern(
                    date + " MMM uuuu HH:mm" + (seconds ? ":ss" : ""), found, seconds ? Tick.SECOND : Tick.MINUTE);
        }
        return null;
    }

    private static TimePattern separated(Matcher found, int digits) {
        String dash = found.group("dash");
        String date = "uuuu" + dash + "MM" + dash + "dd";
        if (found.group("time") == null) {
            return KNOWN.computeIfAbsent(date, any -> new TimePattern(builder(date), Tick.DAY));
        }
        String colon = found.group("colon");
        String time = date + "'" + found.group("t") + "'HH" + colon + "mm";
        if (found.group("seconds") == null && digits == 0) {
            return pattern(time, found, Tick.MINUTE);
        }
        String fraction =
                found.group("fraction") == null && digits > 0 ? "." + "S".repeat(digits) : fraction(found, digits);
        return pattern(time + colon + "ss" + fraction, found, Tick.ofScale(scale(fraction)));
    }

    /** The format of the fraction that was found, or a longer one; none where none was found. */
    private static String fraction(Matcher found, int digits) {
        String fraction = found.group("fraction");
        return fraction == null ? "" : found.group("point") + "S".repeat(Math.max(fraction.length(), digits));
    }

    private static int scale(String fraction) {
        return (int) fraction.chars().filter(each -> each == 'S').count();
    }

    private static TimePattern pattern(String local, Matcher found, Tick step) {
        String zone = found.group("zone");
        // The number of digits determines the format, not the digits themselves: few formats are cached.
        String zero = zone == null ? "" : zone.replaceAll("[1-9]", "0");
        boolean region = found.group("region") != null;
        return KNOWN.computeIfAbsent(
                local + "|" + zero + "|" + region,
                any -> new TimePattern(withZone(builder(local), zero, region), step));
    }

    private static DateTimeFormatterBuilder builder(String local) {
        return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(local);
    }

    /** @param zero the text of a zero offset */
    private static DateTimeFormatterBuilder withZone(DateTimeFormatterBuilder form, String zero, boolean region) {
        if (zero.isEmpty()) {
            return form;
        }
        String offset = zero.stripLeading();
        String shape = region || offset.contains(":") ? "+HH:MM" : offset.length() == 3 ? "+HH" : "+HHMM";
        form.appendLiteral(" ".repeat(zero.length() - offset.length())).appendOffset(shape, region ? "Z" : offset);
        return region
                ? form.appendLiteral('[')
                        .parseCaseSensitive()
                        .appendZoneRegionId()
                        .appendLiteral(']')
                : form;
    }

    private static Pattern insensitive(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
