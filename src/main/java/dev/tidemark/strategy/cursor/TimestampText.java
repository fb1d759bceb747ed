package dev.tidemark.strategy.cursor;

import com.ethlo.time.DateTime;
import com.ethlo.time.Field;
import com.ethlo.time.ITU;
import com.ethlo.time.ParseConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A timestamp in the formats of APIs: ISO 8601 with {@code T} or a space, with or without seconds, up to nine digits of
 * fraction after a point or comma, {@code Z}, {@code +02:00}, {@code +0200}, {@code +02} or no zone; a bare date; the same
 * with slashes ({@code 2024/01/15}) or without separators ({@code 20240115T103000Z}, {@code 20240115103000}); a zone after a
 * space or as {@code UTC} or {@code GMT}; a region in brackets; RFC 1123; {@code /Date(millis+0000)/}; ISO 8601 with a
 * signed year; {@code infinity} and {@code -infinity}, from databases: the greatest and the least local time. Never an
 * ambiguous date.
 *
 * @param local the date and time as written
 * @param instant its instant
 * @param hasZone whether the text itself has a zone
 * @param step one unit of its last digit
 */
public record TimestampText(LocalDateTime local, Instant instant, boolean hasZone, Tick step) {

    private static final Pattern DATE_CALL = Pattern.compile("/Date\\((-?\\d{1,18})([+-]\\d{4})?\\)/");
    private static final Pattern SHORT_OFFSET = Pattern.compile("(.*:.*[+-]\\d\\d)(\\d\\d)?");
    private static final int DATE_LENGTH = 10;
    private static final int YEAR_LENGTH = 4;
    private static final ParseConfig ISO = ParseConfig.DEFAULT.withFractionSeparators('.', ',');

    /**
     * @param zone the zone of a text without one
     * @throws DateTimeException when the text has none of these formats, or a day that does not exist
     */
    public static TimestampText read(String text, ZoneId zone) {
        TimestampText iso = iso(text, zone);
        if (iso != null) {
            return iso;
        }
        Matcher call = DATE_CALL.matcher(text);
        if (call.matches()) {
            Instant instant = Instant.ofEpochMilli(Long.parseLong(call.group(1)));
            return new TimestampText(LocalDateTime.ofInstant(instant, zone), instant, true, Tick.ofScale(3));
        }
        TimestampText far = FarTime.read(text, zone);
        return far == null ? form(text, 0).read(text, zone) : far;
    }

    /**
     * Writes an instant in the format of a sample: same separators, same zone, and as many digits as the sample, or more
     * when the step needs them and the format allows them. The rest is rounded down.
     */
    static String writeLike(String sample, Instant instant, Tick step, ZoneId zone) {
        Matcher call = DATE_CALL.matcher(sample);
        if (call.matches()) {
            String offset = call.group(2) == null ? "" : call.group(2);
            return "/Date(" + instant.toEpochMilli() + offset + ")/";
        }
        return form(sample, step.scale()).write(instant, form(sample, 0).zone(sample, zone));
    }

    /** The instant as a date and time in UTC. */
    public OffsetDateTime utc() {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC)
                .atOffset(ZoneOffset.UTC);
    }

    private static TimePattern form(String text, int digits) {
        TimePattern form = TimestampForm.of(text, digits);
        if (form == null) {
            throw new DateTimeException("`" + text + "` is not a date and time");
        }
        return form;
    }

    /** Reads ISO 8601, by far the most frequent format, fast; null for others. */
    private static @Nullable TimestampText iso(String text, ZoneId zone) {
        if (text.length() < DATE_LENGTH || text.charAt(YEAR_LENGTH) != '-' || isNamed(text.charAt(text.length() - 1))) {
            return null;
        }
        try {
            String full = withColon(text);
            DateTime parsed = ITU.parseLenient(full, ISO);
            LocalDateTime local = local(parsed);
            Instant instant = parsed.getOffset()
                    .map(offset -> local.toInstant(offset.toZoneOffset()))
                    .orElseGet(() -> local.atZone(zone).toInstant());
            return new TimestampText(local, instant, parsed.getOffset().isPresent(), step(parsed));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether a text ends like a zone, other than {@code Z}. */
    private static boolean isNamed(char last) {
        return !Character.isDigit(last) && last != 'Z' && last != 'z';
    }

    private static LocalDateTime local(DateTime parsed) {
        return parsed.includesGranularity(Field.MINUTE)
                ? parsed.toLocalDatetime()
                : LocalDateTime.of(parsed.getYear(), parsed.getMonth(), parsed.getDayOfMonth(), 0, 0);
    }

    private static Tick step(DateTime parsed) {
        if (parsed.includesGranularity(Field.SECOND)) {
            return Tick.ofScale(parsed.getFractionDigits());
        }
        return parsed.includesGranularity(Field.MINUTE) ? Tick.MINUTE : Tick.DAY;
    }

    /** The parser only knows {@code +02:00}. */
    private static String withColon(String text) {
        int length = text.length();
        if (length > DATE_LENGTH + 6 && Character.isDigit(text.charAt(length - 1)) && text.charAt(length - 3) != ':') {
            Matcher offset = SHORT_OFFSET.matcher(text);
            if (offset.matches()) {
                return offset.group(1) + ":" + (offset.group(2) == null ? "00" : offset.group(2));
            }
        }
        return text;
    }
}
