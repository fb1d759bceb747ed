package dev.tidemark.strategy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one kind of API goes on in a list that is longer than a page. One instance serves one sync. */
interface Continuation {

    /** What the first request of a list needs besides the cursor. The list begins anew. */
    Map<String, String> first();

    /**
     * Looks at a record of a page, in order.
     *
     * @return whether it is a further one; no for one that was asked for again
     */
    default boolean see(Map<String, @Nullable Object> row) {
        return true;
    }

    /**
     * A page was read.
     *
     * @param rows how many records it has
     * @param fact what the answer says about going on, at the place the Kamelet names; null when it says nothing
     * @return whether it brought more of the list
     * @throws IllegalStateException when the API leads nowhere; the message says how
     */
    boolean pageRead(int rows, @Nullable String fact);

    /** Whether an API says with that that nothing follows: it is missing or blank, or what APIs write for nothing. */
    static boolean isNone(@Nullable String fact) {
        return fact == null
                || fact.isBlank()
                || Set.of("null", "false", "0").contains(fact.strip().toLowerCase(Locale.ROOT));
    }

    /** The next request of the list; null when the list is at its end. */
    @Nullable
    PageRequest next();

    /**
     * Where an answer would tell of a next page, when none of this sync has: either each was the last, or they tell of it
     * elsewhere.
     *
     * @return the parameter that names the place, and its value; null once an answer has told, and where none needs to
     */
    default @Nullable String missingNextPage() {
        return null;
    }

    /** Whether the list has shifted under the requests, so that rows may have been passed over. */
    default boolean hasMoved() {
        return false;
    }

    /** Whether a shift of the list would be noticed by {@link #hasMoved}. */
    default boolean noticesMoves() {
        return false;
    }

    /** Whether going on from a page that ends inside a tie is sure to come to the rest of the tie. */
    default boolean readsTies() {
        return true;
    }

    /** Whether this way of going on says by itself that the list is in ascending order of the cursor. */
    default boolean isOrdered() {
        return false;
    }

    /**
     * Asks for pages of another size from the next list on, each as it comes, without an anchor.
     *
     * @return whether requests can say so
     */
    default boolean resize(int records) {
        return false;
    }

    /** Whether a full page that came again was taken for the end, which it may not be. */
    default boolean isEndDoubtful() {
        return false;
    }

    /** How many records the list has, as each answer for it said; null when they did not, or differed. */
    default @Nullable Long announced() {
        return null;
    }

    /** How much of the list was read, from 0 to 1, by what the answers say of its length; NaN when they do not. */
    default double share() {
        return Double.NaN;
    }

    /** What a person should know of the lists that were read; empty when there is nothing. */
    default List<String> warnings() {
        return List.of();
    }
}
