package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.WorkUnit;
import org.jspecify.annotations.Nullable;

/** A kind of API over a source, and the strategy that reads it. */
interface Api {

    /** The strategy, with the parameters that describe this API. */
    Strategy strategy();

    Response respond(PageRequest request);

    /** The place that a state stands for, in the order of {@link #place(Item)}. */
    long reached(ObjectNode state);

    /** The place of a record in the order in which the state moves. */
    default long place(Item item) {
        return item.place();
    }

    /** Something happens to the source; the number says to what. */
    default void happen(Change change, int number) {
        change.happenTo(source(), number);
    }

    Source source();

    /** Whether the next sync begins at the state, so that it says something of rows that were changed since. */
    default boolean isResumed() {
        return true;
    }

    /** The fields that make a record the same record, with commas between them. */
    default String key() {
        return "id";
    }

    /** How long a row must have been there before it is read, in ticks. */
    default int delay() {
        return 0;
    }

    /**
     * Whether the strategy may fail with that message, since the API leaves it no way on.
     *
     * @param last the response that it failed at
     * @param changes how often the source has changed since the sync began
     */
    boolean mayFail(String message, Response last, int changes);

    /** Whether a sync over the source as it is now must come to its end, when nothing changes meanwhile. */
    default boolean mustEnd() {
        return true;
    }

    /** The most requests of one sync, with so many records and so many different cursors, and so many changes meanwhile. */
    int mostRequests(int records, int cursors, int changes);

    /**
     * Why no client could continue from a response without losing rows.
     *
     * @return empty when one can
     */
    default String impossible(Response last) {
        return "";
    }

    /** Whether its responses show what they leave out; else a client may lose rows that nothing tells it of. */
    default boolean tellsWhatItLeavesOut() {
        return true;
    }

    /** How far apart its first records are, and some syncs, in ticks. */
    default int apart() {
        return 1;
    }

    /** Whether its responses have the time. */
    default boolean isDated() {
        return false;
    }

    /**
     * The next request is of a unit of the sync.
     *
     * @param isFirst whether the unit begins where the sync does
     */
    default void turnsTo(WorkUnit next, boolean isFirst) {}

    /** A sync begins. */
    default void syncBegins(@Nullable ObjectNode state) {}
}
