package dev.tidemark.strategy;

import com.ethlo.time.DateTime;
import com.ethlo.time.Field;
import com.ethlo.time.ITU;
import com.ethlo.time.TimezoneOffset;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A timestamp as APIs write them: ISO 8601 with {@code T} or a space, with or without seconds, up to nine digits of
 * fraction, {@code Z}, {@code +02:00}, {@code +0200}, {@code +02} or no zone; a bare date; {@code /Date(millis+0000)/}.
 *
 * @param local the date and time as written
 * @param instant the instant that it names
 * @param hasZone whether the text itself says in which zone it is
 * @param step one unit of its last digit
 */
public record TimestampText(LocalDateTime local, Instant instant, boolean hasZone, Step step) {

    private static final Pattern DATE_CALL = Pattern.compile("/Date\\((-?\\d{1,18})([+-]\\d{4})?\\)/");
    private static final Pattern SHORT_OFFSET = Pattern.compile("(.*:.*[+-]\\d\\d)(\\d\\d)?");
    private static final int DATE_LENGTH = 10;

    /**
     * @param zone where a text without a zone was written
     * @throws DateTimeException when the text is of none of these forms, or names a day that does not exist
     */
    public static TimestampText read(String text, ZoneId zone) {
        Matcher call = text.startsWith("/") ? DATE_CALL.matcher(text) : null;
        if (call != null && call.matches()) {
            Instant instant = Instant.ofEpochMilli(Long.parseLong(call.group(1)));
            return new TimestampText(LocalDateTime.ofInstant(instant, zone), instant, true, Step.ofScale(3));
        }
        DateTime parsed = parse(text);
        LocalDateTime local = local(parsed);
        Instant instant = parsed.getOffset()
                .map(offset -> local.toInstant(offset.toZoneOffset()))
                .orElseGet(() -> local.atZone(zone).toInstant());
        return new TimestampText(local, instant, parsed.getOffset().isPresent(), step(parsed));
    }

    /**
     * Writes an instant in the very form of a sample: same separator, same zone, and as many digits as the sample has,
     * or more when the step asks for them.
     */
    static String writeLike(String sample, Instant instant, Step step, ZoneId zone) {
        Matcher call = DATE_CALL.matcher(sample);
        if (call.matches()) {
            String offset = call.group(2) == null ? "" : call.group(2);
            return "/Date(" + instant.toEpochMilli() + offset + ")/";
        }
        DateTime parsed = parse(sample);
        ZonedDateTime local = instant.atZone(
                parsed.getOffset().<ZoneId>map(TimezoneOffset::toZoneOffset).orElse(zone));
        String date = DateTimeFormatter.ISO_LOCAL_DATE.format(local);
        if (!parsed.includesGranularity(Field.MINUTE)) {
            return date;
        }
        int digits = Math.max(parsed.getFractionDigits(), step.scale());
        String seconds = parsed.includesGranularity(Field.SECOND) || digits > 0 ? ":ss" : "";
        String pattern = "HH:mm" + seconds + (digits > 0 ? "." + "S".repeat(digits) : "");
        String time = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(local);
        return date + sample.charAt(DATE_LENGTH) + time + zoneOf(sample, parsed);
    }

    /** The instant as a date and time in UTC. */
    public OffsetDateTime utc() {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC)
                .atOffset(ZoneOffset.UTC);
    }

    private static DateTime parse(String text) {
        String full = withColon(text);
        DateTime parsed = ITU.parseLenient(full);
        if (parsed.getParseLength() != full.length() || !parsed.includesGranularity(Field.DAY)) {
            throw new DateTimeException("`" + text + "` is no date and time");
        }
        return parsed;
    }

    private static LocalDateTime local(DateTime parsed) {
        return parsed.includesGranularity(Field.MINUTE)
                ? parsed.toLocalDatetime()
                : LocalDateTime.of(parsed.getYear(), parsed.getMonth(), parsed.getDayOfMonth(), 0, 0);
    }

    private static Step step(DateTime parsed) {
        if (parsed.includesGranularity(Field.SECOND)) {
            return Step.ofScale(parsed.getFractionDigits());
        }
        return parsed.includesGranularity(Field.MINUTE) ? Step.MINUTE : Step.DAY;
    }

    private static String zoneOf(String sample, DateTime parsed) {
        if (parsed.getOffset().isEmpty()) {
            return "";
        }
        int sign = Math.max(sample.lastIndexOf('+'), sample.lastIndexOf('-'));
        return sample.substring(sign > DATE_LENGTH ? sign : sample.length() - 1);
    }

    /** The parser knows {@code +02:00} only. */
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
