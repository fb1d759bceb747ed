package dev.tidemark.strategy.cursor;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cursors of an API, and writes others in their format.
 *
 * @param format the formats of the API; null for those that are recognized
 * @param zone of times without one
 */
public record CursorReader(CursorType type, @Nullable CursorReadFormat format, ZoneId zone) {

    private static final Instant LONG_AGO = Instant.parse("1980-01-01T00:00:00Z");

    public CursorReader {
        if (format != null) {
            if (type != CursorType.TIMESTAMP) {
                throw new IllegalArgumentException(
                        "cursorReadFormat is for cursorType `timestamp`; cursorType is `" + type + "`");
            }
            format.requireReadable(zone);
        }
    }

    /** @throws DateTimeException or NumberFormatException when the value has another format */
    public Cursor read(Object value) {
        if (value instanceof Map || value instanceof Iterable || value instanceof Boolean) {
            throw new DateTimeException("`" + value + "` is not a " + type);
        }
        if (format == null) {
            return type.read(value, zone);
        }
        TimestampText text = format.read(value.toString(), zone);
        return Cursor.at(text.instant(), value, text.step());
    }

    String writeLike(Cursor sample, Instant instant, Tick step) {
        return format == null
                ? TimestampText.writeLike(sample.text(), instant, step, zone)
                : format.writeLike(sample.text(), instant, step, zone);
    }

    /**
     * Reads a cursor written by a person.
     *
     * @param like a cursor whose format it gets; null for none
     */
    public Cursor readLike(String text, @Nullable Cursor like) {
        Cursor cursor = read(text.strip());
        if (type == CursorType.TEXT) {
            return cursor;
        }
        if (type != CursorType.TIMESTAMP) {
            boolean asText = like != null && like.written() instanceof String;
            return asText ? cursor : read(new BigDecimal(text.strip()));
        }
        return like == null ? cursor : read(writeLike(like, cursor.instant(), cursor.step()));
    }

    /** The type that would make a value a time in the past, when the declared type does not; null when there is none. */
    @Nullable
    CursorType typeThatFits(Object value, Instant latest) {
        return Stream.of(CursorType.TIMESTAMP, CursorType.EPOCH_SECONDS, CursorType.EPOCH_MILLIS)
                .filter(other -> other != type && isPast(other, value, latest))
                .findFirst()
                .orElse(null);
    }

    private boolean isPast(CursorType other, Object value, Instant latest) {
        try {
            Instant instant = other.read(value, zone).instant();
            return instant.isAfter(LONG_AGO) && !instant.isAfter(latest);
        } catch (DateTimeException | NumberFormatException e) {
            return false;
        }
    }
}
