package dev.tidemark.playground;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/**
 * The customers, orders, refunds and events of a shop. A shop has one customer per ten users, three orders per customer,
 * and a refund of each fifth order. The order of a number above the first ones is that of a later customer. Thread-safe.
 */
final class Shop {

    private static final int DAY = 86_400;
    private static final int MAX_CUSTOMERS = 10_000;
    private static final int ORDERS_PER_CUSTOMER = 3;
    private static final int ORDERS_PER_REFUND = 5;
    /** The first orders are created in this time before {@link FirstUsers#LAST_HOUR}, and customers in as much before. */
    private static final long DAYS = 120;

    private final long seed;
    private final Clock clock;
    private final SplittableRandom random;
    private final int firstCustomers;
    private final ShopRows customers;
    private final ShopRows orders;
    private final ShopRows refunds;
    private final List<ShopEvent> events = new ArrayList<>();
    private long newest = FirstUsers.LAST_HOUR;

    Shop(PlaygroundOptions options, Clock clock) {
        this.seed = options.seed() + 8;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.firstCustomers = Math.min(options.records() / 10, MAX_CUSTOMERS);
        // Their updates, and those of the refunds, are not after the last hour either.
        long end = FirstUsers.LAST_HOUR - 3 * DAY;
        long start = end - DAYS * DAY;
        this.customers = ShopRows.make(firstCustomers, spread(start - DAYS * DAY, firstCustomers), seed);
        int count = firstCustomers * ORDERS_PER_CUSTOMER;
        this.orders = ShopRows.make(count, spread(start, count), seed + 1);
        this.refunds = ShopRows.make(
                count / ORDERS_PER_REFUND,
                number -> orders.row(number * ORDERS_PER_REFUND).updatedAt(),
                seed + 2);
        logFirst();
        delete(firstCustomers / 10, false, ++newest);
        delete(firstCustomers / 10, true, ++newest);
    }

    private static IntToLongFunction spread(long start, int count) {
        return number -> start + DAYS * DAY * number / (count + 1);
    }

    /** Those whose {@code updated_at} is after {@code instant}, in this order; deleted ones too, but not purged ones. */
    synchronized List<ShopRow> customers(long instant) {
        return customers.list(row -> row.updatedAt() > instant && !row.purged(), byUpdate());
    }

    /** As {@link #customers}. */
    synchronized List<ShopRow> orders(long instant, Predicate<ShopRow> wanted) {
        return orders.list(row -> row.updatedAt() > instant && wanted.test(row), byUpdate());
    }

    /** As {@link #customers}. */
    synchronized List<ShopRow> refunds(long instant) {
        return refunds.list(row -> row.updatedAt() > instant, byUpdate());
    }

    /** Customers, soft-deleted or purged, that were deleted after {@code instant}, in this order. */
    synchronized List<ShopRow> tombstones(long instant) {
        return customers.list(
                row -> row.isDeleted() && row.deletedAt() > instant, Comparator.comparingLong(ShopRow::deletedAt));
    }

    /** All events, oldest first. */
    synchronized List<ShopEvent> events() {
        return List.copyOf(events);
    }

    synchronized boolean hasCustomer(int number) {
        return 1 <= number
                && number <= customers.size()
                && !customers.row(number).purged();
    }

    /** The customer of an order. */
    int customerOf(ShopRow order) {
        int first = firstCustomers * ORDERS_PER_CUSTOMER;
        return order.number() <= first
                ? 1 + BitMixer.below(firstCustomers, seed + 3, order.number())
                : order.number() - first + firstCustomers;
    }

    /** The order of a refund. */
    static int orderOf(ShopRow refund) {
        return refund.number() * ORDERS_PER_REFUND;
    }

    /** Updates {@code n} customers, {@code n} orders and {@code n} refunds, and returns the number of records. */
    synchronized int touch(int n) {
        long instant = nextInstant();
        return touch(customers, "customer.updated", n, instant)
                + touch(orders, "order.updated", n, instant)
                + touch(refunds, "refund.updated", n, instant);
    }

    /** Adds {@code n} customers with one order each, and returns the number of records. */
    synchronized int insert(int n) {
        long instant = nextInstant();
        for (int i = 0; i < n; i++) {
            log("customer.created", instant, customers.add(instant));
            log("order.created", instant, orders.add(instant));
        }
        return 2 * n;
    }

    /** Deletes {@code n} customers, and returns their number. Of purged ones only the tombstone is left. */
    synchronized int delete(int n, boolean purge) {
        return delete(n, purge, nextInstant());
    }

    private int delete(int n, boolean purge, long instant) {
        List<ShopRow> deleted = customers.change(n, random, row -> row.deleted(instant, purge));
        deleted.forEach(row -> log("customer.deleted", instant, row));
        return deleted.size();
    }

    private int touch(ShopRows rows, String type, int n, long instant) {
        List<ShopRow> touched = rows.change(n, random, row -> row.touched(instant));
        touched.forEach(row -> log(type, instant, row));
        return touched.size();
    }

    private void logFirst() {
        List<ShopEvent> first = new ArrayList<>();
        Map.of("customer.created", customers, "order.created", orders, "refund.created", refunds)
                .forEach((type, rows) -> rows.list(row -> true, Comparator.comparingInt(ShopRow::number))
                        .forEach(row -> first.add(new ShopEvent(0, row.createdAt(), type, row.number()))));
        first.sort(Comparator.comparingLong(ShopEvent::createdAt)
                .thenComparing(ShopEvent::type)
                .thenComparingInt(ShopEvent::object));
        first.forEach(
                event -> events.add(new ShopEvent(events.size() + 1, event.createdAt(), event.type(), event.object())));
    }

    private void log(String type, long instant, ShopRow row) {
        events.add(new ShopEvent(events.size() + 1, instant, type, row.number()));
    }

    // Later than all previous instants, even within the same second.
    private long nextInstant() {
        newest = Math.max(clock.instant().getEpochSecond(), newest + 1);
        return newest;
    }

    private static Comparator<ShopRow> byUpdate() {
        return Comparator.comparingLong(ShopRow::updatedAt);
    }
}
