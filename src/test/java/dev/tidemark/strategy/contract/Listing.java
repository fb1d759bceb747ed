package dev.tidemark.strategy.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * In which order a server lists records, and how often.
 *
 * @param ties the order of records that are equal in {@code order}
 */
record Listing(Order order, Ties ties, Twice twice) {

    private static final Comparator<Item> BY_CURSOR = Comparator.comparingLong(Item::rank);

    /** What the server sorts by. */
    enum Order {
        ASCENDING,
        NEWEST_FIRST,
        /** The newest first, but for a few that are always at the top. */
        PINNED_FIRST,
        BY_ID;

        private Comparator<Item> comparator() {
            return switch (this) {
                case ASCENDING -> BY_CURSOR;
                case NEWEST_FIRST -> BY_CURSOR.reversed();
                case PINNED_FIRST ->
                    Comparator.comparing((Item item) -> item.id() % 7 != 0).thenComparing(BY_CURSOR.reversed());
                case BY_ID -> Comparator.comparingInt(Item::id);
            };
        }
    }

    /** Whether the server lists some records twice, as one that joins does. */
    enum Twice {
        NO,
        /** One after the other. */
        ADJACENT,
        /** Once more at the end of the list. */
        APART
    }

    /** In order, each record once, records of one cursor by id. */
    static Listing plain(Order order) {
        return new Listing(order, Ties.BY_ID, Twice.NO);
    }

    /** The list of some records, those that are equal in the order as {@code withinTies} has them. */
    List<Item> of(List<Item> items, Comparator<Item> withinTies) {
        Comparator<Item> comparator = order.comparator().thenComparing(withinTies);
        List<Item> list = new ArrayList<>(items);
        List<Item> copies = items.stream().filter(this::isTwice).toList();
        if (twice == Twice.ADJACENT) {
            list.addAll(copies);
        }
        list.sort(comparator);
        if (twice == Twice.APART) {
            copies.stream().sorted(comparator).forEach(list::add);
        }
        return list;
    }

    /** Whether a record comes after the one of this rank and id. */
    boolean isAfter(Item item, long rank, int id) {
        return switch (order) {
            case ASCENDING -> item.rank() > rank || (item.rank() == rank && item.id() > id);
            case NEWEST_FIRST, PINNED_FIRST -> item.rank() < rank || (item.rank() == rank && item.id() > id);
            case BY_ID -> item.id() > id;
        };
    }

    /** The most entries that lie as close together as this, 0 for those of one cursor. */
    int largestTie(Collection<Item> items, long within) {
        return items.stream()
                .mapToInt(item -> entries(items, item.rank() - within, item.rank()))
                .max()
                .orElse(0);
    }

    private int entries(Collection<Item> items, long from, long to) {
        return items.stream()
                .filter(item -> item.rank() >= from && item.rank() <= to)
                .mapToInt(item -> isTwice(item) ? 2 : 1)
                .sum();
    }

    boolean isTwice(Item item) {
        return twice != Twice.NO && item.id() % 4 == 0;
    }
}
