package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.KeyBasedStrategy;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.RowRange;
import dev.tidemark.strategy.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table that answers with the range of rows that it is asked for. */
final class TableApi implements Api {

    private static final int GROUP = 3;

    /**
     * How the table is.
     *
     * @param composite whether its key has two columns
     * @param delay how late a row may be committed, in ticks; with none, no two statements share a cursor
     */
    record Habits(int pageSize, boolean composite, int delay) {}

    private final Source source;
    private final Habits habits;
    private final KeyBasedStrategy strategy = new KeyBasedStrategy();

    TableApi(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
        strategy.setCursorField("updatedAt");
        strategy.setCursorType(source.clock().cursorType());
        strategy.setInitialCursor(source.clock().initial());
        strategy.setKeyField(habits.composite() ? "region, number" : "id");
        strategy.setPageSize(habits.pageSize());
        strategy.setDelay(habits.delay() * source.secondsPerTick() + "s");
    }

    @Override
    public Strategy strategy() {
        return strategy;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public String key() {
        return habits.composite() ? "region, number" : "id";
    }

    @Override
    public int delay() {
        return habits.delay();
    }

    @Override
    public long reached(ObjectNode state) {
        return source.clock().place(state.get("last_updated_at").asText());
    }

    @Override
    public Answer answer(PageRequest request) {
        RowRange range = Objects.requireNonNull(request.rows());
        Object cursor = range.cursor();
        List<Item> rows = new ArrayList<>();
        for (Item item : source.items()) {
            if (cursor == null ? isWithoutCursor(item) && isAfter(item, range) : isFrom(item, cursor, range)) {
                rows.add(habits.composite() ? withKey(item) : item);
            }
        }
        rows.sort(Comparator.comparingLong(Item::rank).thenComparingInt(TableApi::order));
        return new Answer(rows.size() > range.limit() ? rows.subList(0, range.limit()) : rows, null);
    }

    private static boolean isWithoutCursor(Item item) {
        return item.row().get("updatedAt") == null;
    }

    private boolean isFrom(Item item, Object cursor, RowRange range) {
        if (isWithoutCursor(item)) {
            return false;
        }
        long at = cursor.equals(source.clock().future())
                ? Long.MAX_VALUE - 1
                : source.clock().place(String.valueOf(cursor));
        boolean isOld = habits.delay() == 0 || item.rank() < source.place(source.now() - habits.delay());
        return isOld && (item.rank() > at || (item.rank() == at && isAfter(item, range)));
    }

    private boolean isAfter(Item item, RowRange range) {
        List<Object> key = range.key();
        if (key.isEmpty()) {
            return true;
        }
        int first = Integer.parseInt(String.valueOf(key.get(0)));
        if (!habits.composite()) {
            return item.id() > first;
        }
        int second = Integer.parseInt(String.valueOf(key.get(1)));
        return item.id() % GROUP > first || (item.id() % GROUP == first && item.id() / GROUP > second);
    }

    private static int order(Item item) {
        return item.row().containsKey("region") ? item.id() % GROUP * 10_000 + item.id() / GROUP : item.id();
    }

    private static Item withKey(Item item) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(item.row());
        row.remove("id");
        row.put("region", item.id() % GROUP);
        row.put("number", item.id() / GROUP);
        return new Item(item.id(), item.place(), item.version(), item.usable(), item.future(), item.late(), row);
    }

    @Override
    public void happen(Change change, int number) {
        if (habits.delay() == 0 && change != Change.TICK) {
            source.tick(1);
        }
        if (change == Change.LATE) {
            if (habits.delay() > 0) {
                source.putLate(source.lastId() + 1, 1 + number % habits.delay());
            }
        } else if (change == Change.SPOIL) {
            Integer id = source.some(number);
            if (id != null) {
                source.spoil(id, number % 2 == 0 || !source.clock().hasFuture() ? 1 : 0);
            }
        } else {
            change.happenTo(source, number);
        }
    }

    @Override
    public boolean mayFail(String message, Answer last, int changes) {
        return false;
    }

    /** Rows without a cursor once, each cursor once more for the rows that share it, and one page that is not full. */
    @Override
    public int mostRequests(int records, int cursors, int changes) {
        return 2 * records / habits.pageSize() + 2 * (cursors + changes) + 4;
    }

    @Override
    public String toString() {
        return habits + " over " + source.clock();
    }
}
