package dev.tidemark.strategy.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The records that share the stored cursor, when they take several pages and all were read. By then the API's own clock was
 * so far past the cursor that no further record can share it. A sync then requests what follows them, and need not read them
 * again.
 */
final class KnownTie {

    private static final String NAME = "tie";
    private static final String ROWS = "rows";
    private static final String DIGEST = "digest";
    private static final int HEX = 16;

    private final CursorSettings settings;
    private @Nullable Cursor cursor;
    private @Nullable RowDigest records;

    /** @throws IllegalArgumentException when the state has an unreadable tie */
    KnownTie(CursorSettings settings, @Nullable ObjectNode state, @Nullable Cursor stored) {
        this.settings = settings;
        JsonNode tie = state == null ? null : state.get(NAME);
        if (tie != null && !tie.isNull() && stored != null) {
            cursor = stored;
            records = read(tie);
        }
    }

    private static RowDigest read(JsonNode tie) {
        try {
            if (tie.path(ROWS).isIntegralNumber()) {
                return new RowDigest(
                        tie.path(ROWS).longValue(),
                        Long.parseUnsignedLong(tie.path(DIGEST).asText(), HEX));
            }
        } catch (NumberFormatException e) {
            throw unreadable(tie, e);
        }
        throw unreadable(tie, null);
    }

    private static IllegalArgumentException unreadable(JsonNode tie, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "the state has a tie `" + tie + "`, which is not {rows, digest} as it was stored; remove it"
                        + " with `state set`",
                cause);
    }

    /** The digest of its records; null when there is none. */
    @Nullable
    RowDigest records() {
        return records;
    }

    /** The bound for what follows it; null when there is none, or no request can express it. */
    @Nullable
    Bound beyond() {
        return cursor == null || records == null ? null : settings.beyond(cursor);
    }

    /**
     * Called when the last list of a sync was read.
     *
     * @param end the greatest cursor; null for none
     * @param from where the list began
     */
    void listRead(@Nullable Cursor end, @Nullable Cursor from, ListSegment list) {
        boolean proven = end != null && end.equals(from) && list.pages() > 1 && isClosed(end, list.earliest());
        cursor = proven ? end : null;
        records = proven ? list.rows() : null;
    }

    /** A cursor with only whole hours or minutes may be truncated: its records may appear until that hour or day is over. */
    private boolean isClosed(Cursor end, @Nullable Instant date) {
        return date != null
                && end.isInstant()
                && !date.isBefore(end.instant().plus(unit(end)).plus(settings.maxSkew()));
    }

    private static Duration unit(Cursor end) {
        if (isWhole(end, Duration.ofMinutes(15))) {
            // Midnight in some zone: the offsets of all time zones are multiples of a quarter of an hour.
            return Duration.ofDays(1);
        }
        return isWhole(end, Duration.ofMinutes(1)) ? Duration.ofHours(1) : Duration.ofMinutes(1);
    }

    private static boolean isWhole(Cursor end, Duration unit) {
        return Duration.between(Instant.EPOCH, end.instant()).toNanos() % unit.toNanos() == 0;
    }

    /** Adds it to a state that holds its cursor. */
    void addTo(ObjectNode state, @Nullable Cursor stored) {
        RowDigest known = records;
        if (known != null && cursor != null && cursor.equals(stored)) {
            state.putObject(NAME).put(ROWS, known.rows()).put(DIGEST, String.format("%016x", known.sum()));
        }
    }
}
