package dev.tidemark.playground;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/** The timestamp format of this API, {@code yyyy-MM-dd'T'HH:mm:ss'Z'}, to and from epoch seconds. */
final class Timestamps {

    private static final DateTimeFormatter STRICT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withResolverStyle(ResolverStyle.STRICT);
    private static final int LENGTH = 20;
    private static final int SECONDS_PER_DAY = 86_400;

    private Timestamps() {}

    static long parse(String parameter, String text) {
        LocalDateTime time = parseOrNull(text);
        if (time == null || text.length() != LENGTH || time.getYear() < 1) {
            throw Refusal.badRequest(parameter
                    + " must have the form yyyy-MM-dd'T'HH:mm:ss'Z' (UTC, whole seconds), not '" + text + "'");
        }
        return time.toEpochSecond(ZoneOffset.UTC);
    }

    private static @Nullable LocalDateTime parseOrNull(String text) {
        try {
            return LocalDateTime.parse(text, STRICT);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    // Formatted by hand: DateTimeFormatter would take most of the time for a large response.
    static String format(long epochSecond) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, SECONDS_PER_DAY));
        int second = Math.floorMod(epochSecond, SECONDS_PER_DAY);
        byte[] text = new byte[LENGTH];
        putTwoDigits(text, 0, date.getYear() / 100);
        putTwoDigits(text, 2, date.getYear() % 100);
        text[4] = '-';
        putTwoDigits(text, 5, date.getMonthValue());
        text[7] = '-';
        putTwoDigits(text, 8, date.getDayOfMonth());
        text[10] = 'T';
        putTwoDigits(text, 11, second / 3600);
        text[13] = ':';
        putTwoDigits(text, 14, second / 60 % 60);
        text[16] = ':';
        putTwoDigits(text, 17, second % 60);
        text[19] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void putTwoDigits(byte[] text, int at, int value) {
        text[at] = (byte) ('0' + value / 10);
        text[at + 1] = (byte) ('0' + value % 10);
    }
}
