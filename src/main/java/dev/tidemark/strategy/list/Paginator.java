package dev.tidemark.strategy.list;

import dev.tidemark.strategy.PageRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pagination of one kind of API. One instance serves one sync. */
interface Paginator {

    /** Restarts the list; returns the values of its first request besides the cursor. */
    Map<String, String> first();

    /**
     * Passes a record of a page, in order.
     *
     * @return whether it is a further record; false for one that was requested again
     */
    default boolean see(Map<String, @Nullable Object> row) {
        return true;
    }

    /** Passes an element that has no records within it. */
    default void seeEmpty(Map<String, @Nullable Object> element) {}

    /**
     * Called before {@link #pageRead} for a page whose records are nested in other elements.
     *
     * @throws IllegalStateException when these cannot be paged; the message says what to change
     */
    default void nested() {}

    /**
     * Called when a page was read.
     *
     * @param rows how many records it has; where these are nested, how many elements
     * @param pageInfo the response's value at the place that the Kamelet names; null when there is none
     * @return whether it has more of the list
     * @throws IllegalStateException when the API's pages repeat; the message gives the details
     */
    boolean pageRead(int rows, @Nullable String pageInfo);

    /** Whether a value means that no page follows: it is missing, blank, or a usual value for none. */
    static boolean isNone(@Nullable String pageInfo) {
        return pageInfo == null
                || pageInfo.isBlank()
                || Set.of("null", "false", "0").contains(pageInfo.strip().toLowerCase(Locale.ROOT));
    }

    /** The next request of the list; null at its end. */
    @Nullable
    PageRequest next();

    /**
     * Where a response would report a next page, if none of this sync did: either each was the last page, or the value is
     * elsewhere.
     *
     * @return the parameter that names the place, and its value; null once a response reported one, and where none needs to
     */
    default @Nullable String missingNextPage() {
        return null;
    }

    /** Whether the list has shifted between requests, so that rows may have been skipped. */
    default boolean hasMoved() {
        return false;
    }

    /** Whether {@link #hasMoved} detects a shift of the list. */
    default boolean noticesMoves() {
        return false;
    }

    /** Whether paging from a page that ends inside a tie always returns the rest of the tie. */
    default boolean readsTies() {
        return true;
    }

    /** Whether this pagination implies that the list is in ascending cursor order. */
    default boolean isOrdered() {
        return false;
    }

    /**
     * Changes the page size from the next list on, without anchors.
     *
     * @return whether requests can contain a size
     */
    default boolean resize(int records) {
        return false;
    }

    /** Whether a repeated full page was taken for the end, although it may not be. */
    default boolean isEndDoubtful() {
        return false;
    }

    /** The total that all responses of the list reported; null when they reported none, or different ones. */
    default @Nullable Long announced() {
        return null;
    }

    /** The fraction of the list that was read, from 0 to 1, by the length that responses report; NaN when they do not. */
    default double progress() {
        return Double.NaN;
    }

    /** Warnings about the lists that were read. */
    default List<String> warnings() {
        return List.of();
    }
}
