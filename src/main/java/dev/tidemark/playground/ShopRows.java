package dev.tidemark.playground;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** All customers, orders or refunds of the shop, numbered from 1. Not thread-safe; confined to {@link Shop}. */
final class ShopRows {

    private static final int DAY = 86_400;

    private final List<ShopRow> rows = new ArrayList<>();

    /** Rows that are created at these times, and updated within a day. */
    static ShopRows make(int count, IntToLongFunction createdAt, long seed) {
        ShopRows made = new ShopRows();
        for (int number = 1; number <= count; number++) {
            long created = createdAt.applyAsLong(number);
            long updated = created + BitMixer.below(DAY, seed, number);
            made.rows.add(new ShopRow(number, created, updated, 0, ShopRow.NEVER, false));
        }
        return made;
    }

    int size() {
        return rows.size();
    }

    ShopRow row(int number) {
        return rows.get(number - 1);
    }

    /** Those that match, oldest first. */
    List<ShopRow> list(Predicate<ShopRow> wanted, Comparator<ShopRow> order) {
        return rows.stream()
                .filter(wanted)
                .sorted(order.thenComparingInt(ShopRow::number))
                .toList();
    }

    ShopRow add(long instant) {
        ShopRow row = ShopRow.created(rows.size() + 1, instant);
        rows.add(row);
        return row;
    }

    /** Changes {@code n} of the rows that are not deleted, or all of them when there are fewer. */
    List<ShopRow> change(int n, SplittableRandom random, UnaryOperator<ShopRow> change) {
        int[] numbers = rows.stream()
                .filter(row -> !row.isDeleted())
                .mapToInt(ShopRow::number)
                .toArray();
        List<ShopRow> changed = new ArrayList<>();
        for (int number : Sample.of(numbers, n, random).chosen()) {
            changed.add(change.apply(row(number)));
            rows.set(number - 1, changed.get(changed.size() - 1));
        }
        return changed;
    }
}
