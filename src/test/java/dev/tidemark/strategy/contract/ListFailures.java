package dev.tidemark.strategy.contract;

import dev.tidemark.strategy.contract.ListApi.Habits;
import dev.tidemark.strategy.contract.ListApi.Way;
import dev.tidemark.strategy.contract.Listing.Order;
import dev.tidemark.strategy.contract.Listing.Twice;
import java.util.List;

/** When a sync over a list may fail: where the API leaves it no way to tell whether a row was passed over. */
final class ListFailures {

    private final Source source;
    private final Habits habits;

    private long since;
    private int size;

    ListFailures(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
    }

    /** What was asked for last. */
    void asked(long since, int size) {
        this.since = since;
        this.size = size;
    }

    /** See {@link Api#mayFail}. */
    boolean mayFail(String message, Response last, int changes) {
        boolean unstable = habits.listing().ties() != Ties.BY_ID && isCut() && hasTieOf(2);
        boolean full = last.items().size() >= size;
        if (message.contains("times in a row")) {
            return changes >= 5
                    || isPinned()
                    || (unstable && (habits.repeatsLast() || habits.listing().ties() == Ties.SHIFTING))
                    // Twelve page sizes, each read twice, are more than it reads.
                    || (unstable && hasTieOf(habits.size() + 1));
        }
        if (message.contains("not in descending order")) {
            return isPinned();
        }
        if (message.contains("returned no new records")) {
            return habits.repeatsLast() && habits.listing().ties() != Ties.BY_ID;
        }
        if (message.contains("on two pages")) {
            return changes > 0 || unstable || isPairCut();
        }
        if (message.contains("reports a total of")) {
            return habits.total().isTooHigh() && (changes > 0 || unstable || isPairCut());
        }
        if (message.contains("of a full page share the cursor")) {
            return changes > 0 || (habits.elsewhere() && full);
        }
        if (message.contains("use the strategy offset")) {
            return habits.way().isToken() && (changes > 0 || isTieCut());
        }
        if (message.contains("identical to the previous page")) {
            return mayLookRepeated(last, full, changes > 0, unstable);
        }
        if (message.contains("which it returned before")) {
            return (changes > 0 || habits.filter().ahead() > 0) && last.items().isEmpty();
        }
        if (message.contains("none of the")) {
            return !last.items().isEmpty() && last.items().stream().noneMatch(Item::usable);
        }
        return message.contains("does not honour the cursor") && isBelowBound(last.items());
    }

    private boolean mayLookRepeated(Response last, boolean full, boolean changed, boolean unstable) {
        boolean oneTwice = habits.listing().twice() != Twice.NO
                && last.items().stream().distinct().count() == 1;
        boolean allTwice =
                habits.listing().twice() == Twice.APART && last.items().stream().allMatch(habits.listing()::isTwice);
        boolean oneTie =
                unstable && last.items().stream().map(Item::rank).distinct().count() == 1;
        boolean asLongAsCounted = full || habits.total() != Total.MISSING;
        return (habits.repeatsLast() && (full || unstable || habits.total().isTooHigh()))
                || ((changed || oneTwice || allTwice || oneTie) && asLongAsCounted);
    }

    /** A page that lies all below what was asked for, which only a generous filter gives. */
    private boolean isBelowBound(List<Item> page) {
        List<Item> usable = page.stream().filter(Item::usable).toList();
        return habits.filter().generous() > 0
                && !usable.isEmpty()
                && usable.stream().allMatch(item -> item.place() < since);
    }

    /**
     * Whether a sync over the source at rest must come to its end, since nothing is listed twice, each record has its place
     * and a cursor, and the API returns the next page.
     */
    boolean mustEnd() {
        boolean keepsPlaces =
                habits.listing().ties() == Ties.BY_ID && habits.listing().twice() == Twice.NO;
        boolean leadsOn = !habits.elsewhere() && !(habits.way().isToken() && isTieCut());
        boolean generousPage = habits.filter().generous() > 0 && source.items().size() >= habits.size();
        return keepsPlaces
                && !isPinned()
                && leadsOn
                && !habits.repeatsLast()
                && !generousPage
                && source.items().stream().allMatch(Item::usable);
    }

    /** Whether a total that the server cuts off says that a page, which may have any part of a tie, is the whole list. */
    boolean isCutTotalOf(int rows, int all) {
        return habits.listing().ties() != Ties.BY_ID
                && habits.total() == Total.CAPPED
                && all > rows
                && Integer.toString(rows).equals(habits.total().of(all, 0));
    }

    private boolean isPinned() {
        return habits.listing().order() == Order.PINNED_FIRST;
    }

    /** Whether pages may overlap though nothing changes. */
    boolean mayOverlap() {
        return habits.listing().ties() != Ties.BY_ID || habits.listing().twice() != Twice.NO;
    }

    /** Whether so many entries of the list, or more, share a cursor. */
    boolean hasTieOf(int records) {
        return habits.listing().largestTie(source.items(), 0) >= records;
    }

    /** Whether a tie fills a page, together with what a generous filter puts before it. */
    private boolean isTieCut() {
        return habits.listing().largestTie(source.items(), habits.filter().reachBelow()) >= habits.size();
    }

    private boolean isPairCut() {
        return habits.listing().twice() != Twice.NO && isCut();
    }

    /** Whether the list has more entries than a page. */
    private boolean isCut() {
        List<Item> items = List.copyOf(source.items());
        int entries = habits.listing().of(items, Ties.BY_ID.order(0, 0, 0)).size();
        int hidden = habits.shortPages() && habits.way() != Way.OFFSET ? entries / 3 : 0;
        int shortened = habits.shortPages() && habits.way() == Way.OFFSET ? 1 : 0;
        return entries + hidden > habits.size() - shortened;
    }
}
