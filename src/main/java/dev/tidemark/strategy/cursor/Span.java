package dev.tidemark.strategy.cursor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The span of time that each request of a sync has: without an end, as here, or limited, as in {@link Windows}. */
public interface Span {

    /** From the greatest cursor on, without an end. */
    Span UNLIMITED = new Span() {};

    /** Whether requests have an end, which differs from one to the next. */
    default boolean isLimited() {
        return false;
    }

    /**
     * The start of the next request.
     *
     * @param seen the greatest cursor seen, or the one that the sync started at; null for neither
     * @return null for the initial cursor
     */
    default @Nullable Cursor start(@Nullable Cursor seen) {
        return seen;
    }

    /**
     * Whether a request must return a record with the cursor that it starts at.
     *
     * @param at its start
     * @param seen the greatest cursor seen
     * @param from the one that the sync started at
     */
    default boolean isRecordExpected(@Nullable Cursor at, @Nullable Cursor seen, @Nullable Cursor from) {
        return Objects.equals(at, seen);
    }

    /**
     * The placeholders of a request.
     *
     * @param from its start; null for the initial cursor
     */
    default Map<String, String> values(@Nullable Cursor from, Bound bound) {
        return Map.of();
    }

    /** The placeholders of a request from an earlier cursor, which does not move the span. */
    default Map<String, String> valuesOfLookBack(Bound bound) {
        return Map.of();
    }

    /** How far back a request may look and still reach what it looks for. */
    default Duration reach() {
        return ChronoUnit.FOREVER.getDuration();
    }

    /** Sets the time of the response, by the API's own clock. */
    default void respondedAt(Instant date) {}

    /**
     * Called when a response was read to its end.
     *
     * @param newer whether it has a cursor greater than all before
     * @param seen the greatest cursor seen
     * @return whether nothing is left to request, unless the record at its start is missing
     */
    default boolean isLast(boolean newer, @Nullable Cursor seen) {
        return !newer;
    }

    /** The fraction of the time that was read, from 0 to 1; NaN where it is unknown. */
    default double progress() {
        return Double.NaN;
    }

    /**
     * Adds to a state how far the span has moved.
     *
     * @param allWritten whether all records of the last response are written
     */
    default void addTo(ObjectNode state, boolean allWritten) {}
}
