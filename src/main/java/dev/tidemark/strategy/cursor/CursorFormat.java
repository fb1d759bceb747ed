package dev.tidemark.strategy.cursor;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The format of an instant in a request, when the API does not accept the text that it sends: a
 * {@link java.time.format.DateTimeFormatter} pattern, {@code epoch-seconds} or {@code epoch-millis}.
 */
public final class CursorFormat {

    private final String pattern;
    private final TimePattern form;

    /** @throws IllegalArgumentException when the text is not such a pattern */
    public CursorFormat(String pattern) {
        this.pattern = pattern;
        if (pattern.startsWith("epoch-") && !isEpoch()) {
            throw new IllegalArgumentException(
                    "cursorFormat `" + pattern + "` is neither epoch-seconds nor epoch-millis nor a pattern");
        }
        this.form = TimePattern.of(
                "cursorFormat",
                switch (pattern) {
                    case "epoch-seconds" -> "uuuu-MM-dd HH:mm:ss";
                    case "epoch-millis" -> "uuuu-MM-dd HH:mm:ss.SSS";
                    default -> pattern;
                });
    }

    /**
     * @throws IllegalArgumentException when the written text is not the instant, truncated to the smallest step of the
     *     format
     */
    void requireReadable(ZoneId zone) {
        TimePattern.requireReadable(
                "cursorFormat",
                pattern,
                sample -> write(sample, zone),
                text -> read(text, zone),
                sample -> floor(sample, zone));
    }

    String write(Instant instant, ZoneId zone) {
        return switch (pattern) {
            case "epoch-seconds" -> Long.toString(instant.getEpochSecond());
            case "epoch-millis" -> Long.toString(instant.toEpochMilli());
            default -> form.write(instant, zone);
        };
    }

    /** The instant of a text in this format; null when the text has another format. */
    @Nullable
    Instant read(String text, ZoneId zone) {
        try {
            return switch (pattern) {
                case "epoch-seconds" -> Instant.ofEpochSecond(Long.parseLong(text));
                case "epoch-millis" -> Instant.ofEpochMilli(Long.parseLong(text));
                default -> form.read(text, zone).instant();
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** The larger of another step and the smallest one that this format can express. */
    Tick coarser(Tick other) {
        return form.step().compareTo(other) > 0 ? form.step() : other;
    }

    /** An instant, rounded as this format writes it. */
    Instant floor(Instant instant, ZoneId zone) {
        return form.floor(instant, zone);
    }

    private boolean isEpoch() {
        return pattern.equals("epoch-seconds") || pattern.equals("epoch-millis");
    }
}
