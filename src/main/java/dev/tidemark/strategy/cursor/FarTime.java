package dev.tidemark.strategy.cursor;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times that only databases have: with a signed year ({@code +0000} is 1 BC), and infinite. */
final class FarTime {

    private FarTime() {}

    /**
     * Reads one.
     *
     * @return null for a text of another format
     */
    static @Nullable TimestampText read(String text, ZoneId zone) {
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '+', '-', 'i', 'I' ->
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "infinity" -> at(LocalDateTime.MAX);
                    case "-infinity" -> at(LocalDateTime.MIN);
                    default -> signed(text, zone);
                };
            default -> null;
        };
    }

    private static TimestampText at(LocalDateTime infinite) {
        return new TimestampText(infinite, infinite.toInstant(ZoneOffset.UTC), false, Tick.DAY);
    }

    private static @Nullable TimestampText signed(String text, ZoneId zone) {
        String iso = text.replace(' ', 'T').replaceFirst("^\\+(?=0000-)", "");
        try {
            if (!iso.contains("T")) {
                LocalDateTime local = LocalDate.parse(iso).atStartOfDay();
                return new TimestampText(local, local.atZone(zone).toInstant(), false, Tick.DAY);
            }
            if (iso.endsWith("Z") || iso.lastIndexOf('+') > 0) {
                OffsetDateTime instant = OffsetDateTime.parse(iso);
                return new TimestampText(instant.toLocalDateTime(), instant.toInstant(), true, Tick.ofScale(9));
            }
            LocalDateTime local = LocalDateTime.parse(iso);
            return new TimestampText(local, local.atZone(zone).toInstant(), false, Tick.ofScale(9));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
