package dev.tidemark.strategy.cursor;

import dev.tidemark.row.FieldPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a source's cursor.
 *
 * @param field where a record has it
 * @param format its format in a request; null for the format of the API
 * @param initial the text of the very first request, unchanged when it has the format of requests
 * @param inclusive whether the API also returns records exactly at the bound
 * @param maxSkew how far in the future a valid cursor may be
 * @param sent whether requests contain the cursor; otherwise settings that only requests need are not required
 */
public record CursorSettings(
        FieldPath field,
        CursorReader reader,
        @Nullable CursorFormat format,
        String initial,
        boolean inclusive,
        Duration maxSkew,
        boolean sent) {

    /** How many units lower an API may read a bound. */
    private static final BigDecimal GENEROUS = BigDecimal.valueOf(2);

    public CursorSettings {
        CursorType type = reader.type();
        ZoneId zone = reader.zone();
        if (sent && type == CursorType.TEXT && !inclusive) {
            throw new IllegalArgumentException(
                    "cursorType `text` needs boundary `inclusive`: no text is directly below another one, so an"
                            + " exclusive API would lose records that share a cursor");
        }
        if (format != null && (type == CursorType.NUMBER || type == CursorType.TEXT)) {
            throw new IllegalArgumentException("cursorFormat is for instants; cursorType is `" + type + "`");
        }
        if (format != null) {
            format.requireReadable(zone);
        }
        try {
            if (sent) {
                first(initial, reader, format);
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "initialCursor `" + initial + "` is not a " + type + (format == null ? "" : ", nor in cursorFormat")
                            + "; use one that the API understands",
                    e);
        }
    }

    /**
     * The cursor of a record.
     *
     * @return null when the field is missing or null
     * @throws DateTimeException or NumberFormatException when the value has another format
     */
    @Nullable
    public Cursor of(Map<String, @Nullable Object> row) {
        Object value = field.read(row);
        return value == null ? null : reader.read(value);
    }

    /** The initial cursor unchanged, unless requests need another format. */
    public Bound first() {
        return first(initial, reader, format);
    }

    private ZoneId zone() {
        return reader.zone();
    }

    public CursorType type() {
        return reader.type();
    }

    private static Bound first(String initial, CursorReader reader, @Nullable CursorFormat format) {
        ZoneId zone = reader.zone();
        if (format == null) {
            return new Bound(initial, reader.read(initial));
        }
        Instant inForm = format.read(initial, zone);
        if (inForm != null) {
            return new Bound(initial, Cursor.at(inForm, initial, Tick.NONE));
        }
        Instant floor = format.floor(reader.read(initial).instant(), zone);
        return new Bound(format.write(floor, zone), Cursor.at(floor, initial, Tick.NONE));
    }

    /**
     * The bound for all records at or after a cursor: the cursor itself or, for an API that excludes records exactly at the
     * bound, one step below.
     *
     * @param finest the smallest step seen in the source's cursors; none until a record was seen, when the cursor's own counts
     */
    public Bound from(Cursor cursor, Tick finest) {
        if (!cursor.isInstant()) {
            return type() == CursorType.TEXT || inclusive
                    ? new Bound(cursor.text(), cursor)
                    : numberBelow(cursor.number(), finest);
        }
        Tick smallest = finest.equals(Tick.NONE) ? cursor.step() : finest;
        if (format != null) {
            Tick step = inclusive ? Tick.NONE : format.coarser(smallest);
            Instant floor = format.floor(cursor.instant().minusNanos(step.nanos()), zone());
            return new Bound(format.write(floor, zone()), Cursor.at(floor, cursor.written(), step));
        }
        return inclusive ? new Bound(cursor.text(), cursor) : instantBelow(cursor, smallest);
    }

    /**
     * The bound for all records after a cursor, without those that share it.
     *
     * @return null when no request can express it
     */
    @Nullable
    public Bound beyond(Cursor cursor) {
        if (inclusive || !cursor.isInstant()) {
            return null;
        }
        boolean exact = format == null || format.floor(cursor.instant(), zone()).equals(cursor.instant());
        return exact ? new Bound(exactly(cursor), cursor) : null;
    }

    /**
     * Whether a record is too far below a bound to be explained by rounding: by more than two units of the precision of
     * cursor and bound, or a day.
     *
     * @param finest the smallest step seen in the source's cursors
     */
    boolean isBelow(Cursor cursor, Bound bound, Tick finest) {
        if (type() == CursorType.TEXT) {
            return cursor.compareTo(bound.value()) < 0;
        }
        Tick sentIn = format == null ? bound.value().step() : format.coarser(Tick.NONE);
        Tick unit = sentIn.compareTo(finest) > 0 ? sentIn : finest;
        BigDecimal tolerance = unit.size().multiply(GENEROUS);
        if (!cursor.isInstant()) {
            return cursor.number().compareTo(bound.value().number().subtract(tolerance)) < 0;
        }
        Duration most = Duration.ofDays(1);
        Duration seconds = Duration.ofNanos(tolerance
                .min(BigDecimal.valueOf(most.toSeconds()))
                .movePointRight(9)
                .longValue());
        return cursor.instant().isBefore(bound.value().instant().minus(seconds));
    }

    /** The text of a cursor in a request that must have exactly this value. */
    public String exactly(Cursor cursor) {
        return format == null || !cursor.isInstant() ? cursor.text() : format.write(cursor.instant(), zone());
    }

    /** The cursor that is a duration before another one, in its format. */
    public Cursor earlier(Cursor cursor, Duration by) {
        Tick step = new Tick(BigDecimal.valueOf(by.toSeconds()));
        return by.isZero() ? cursor : reader.read(instantBelow(cursor, step).text());
    }

    /** The cursor of an instant, in the format of another one or else of the initial cursor, rounded down to it. */
    Cursor at(Instant instant, @Nullable Cursor like) {
        if (format != null) {
            Instant floor = format.floor(instant, zone());
            return Cursor.at(floor, floor.toString(), format.coarser(Tick.NONE));
        }
        Cursor sample = like == null ? first().value() : like;
        return reader.read(textLike(sample, instant));
    }

    /** The first cursor that follows an instant, in that format. */
    Cursor after(Instant instant, @Nullable Cursor like) {
        Instant later = instant;
        Cursor cursor;
        do {
            // Where clocks are turned back, a day has 25 hours.
            later = later.plusNanos(at(instant, like).step().nanos());
            cursor = at(later, like);
        } while (!cursor.instant().isAfter(instant));
        return cursor;
    }

    /** The shortest window that moves on: windows overlap by one unit of the format where the API excludes the bound. */
    Duration leastWindow() {
        long unit = format == null ? 0 : format.coarser(Tick.NONE).nanos();
        return Duration.ofNanos(inclusive ? unit : 2 * unit);
    }

    private String textLike(Cursor sample, Instant instant) {
        int digits = sample.step().scale();
        BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
        return switch (type()) {
            case EPOCH_SECONDS -> seconds.setScale(digits, RoundingMode.FLOOR).toPlainString();
            case EPOCH_MILLIS ->
                seconds.setScale(Math.max(3, digits), RoundingMode.FLOOR)
                        .movePointRight(3)
                        .toPlainString();
            default -> reader.writeLike(sample, instant, Tick.NONE);
        };
    }

    private static Bound numberBelow(BigDecimal number, Tick finest) {
        BigDecimal below = number.subtract(finest.size());
        return new Bound(below.toPlainString(), Cursor.at(below, below));
    }

    /** Numbers may have more digits than an instant. */
    private Bound instantBelow(Cursor cursor, Tick finest) {
        String text =
                switch (type()) {
                    case EPOCH_SECONDS ->
                        new BigDecimal(cursor.text()).subtract(finest.size()).toPlainString();
                    case EPOCH_MILLIS ->
                        new BigDecimal(cursor.text())
                                .subtract(finest.size().movePointRight(3))
                                .stripTrailingZeros()
                                .toPlainString();
                    default -> reader.writeLike(cursor, cursor.instant().minusNanos(finest.nanos()), finest);
                };
        // A format without seconds is less precise than the instant: the value that the API reads counts.
        return new Bound(text, reader.read(text));
    }
}
