package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.PositionQuery;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.RowRange;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.range.KeyBasedStrategy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table that responds with the range of rows that it is asked for. */
final class TableApi implements Api, PositionQuery {

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
        strategy.setMarks(this);
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
    public Response respond(PageRequest request) {
        RowRange range = Objects.requireNonNull(request.rows());
        return new Response(rows(range).limit(range.limit()).toList(), null);
    }

    @Override
    public @Nullable RowPosition last(RowRange range) {
        return rows(range).reduce((first, second) -> second).map(this::mark).orElse(null);
    }

    @Override
    public @Nullable RowPosition atLimit(RowRange range) {
        return rows(range).skip(range.limit() - 1).findFirst().map(this::mark).orElse(null);
    }

    @Override
    public List<String> overlooked(RowRange range) {
        return List.of();
    }

    @Override
    public @Nullable String younger(RowRange range) {
        return null;
    }

    @Override
    public boolean isTime(String column) {
        return true;
    }

    private Stream<Item> rows(RowRange range) {
        return source.items().stream()
                .filter(item -> isWithoutCursor(item) == range.isWithoutCursor())
                .filter(item -> isOld(item, range) && isAfter(item, range.from()) && isUpTo(item, range.to()))
                .map(item -> habits.composite() ? withKey(item) : item)
                .sorted(Comparator.comparingLong(Item::rank).thenComparingInt(TableApi::order));
    }

    private RowPosition mark(Item item) {
        return RowPosition.of(item.row(), "updatedAt", Arrays.asList(key().split(", ")));
    }

    private static boolean isWithoutCursor(Item item) {
        return item.row().get("updatedAt") == null;
    }

    private boolean isOld(Item item, RowRange range) {
        return range.isWithoutCursor()
                || range.delay() == null
                || item.rank() < source.place(source.now() - habits.delay());
    }

    private boolean isAfter(Item item, RowPosition mark) {
        if (isWithoutCursor(item)) {
            return mark.key().isEmpty() || key(item) > key(mark);
        }
        long at = rank(mark);
        return item.rank() > at || (item.rank() == at && (mark.key().isEmpty() || key(item) > key(mark)));
    }

    private boolean isUpTo(Item item, @Nullable RowPosition mark) {
        return mark == null
                || (isWithoutCursor(item) && mark.key().isEmpty())
                || (!isWithoutCursor(item) && item.rank() < rank(mark))
                || ((isWithoutCursor(item) || item.rank() == rank(mark))
                        && (mark.key().isEmpty() || key(item) <= key(mark)));
    }

    private long rank(RowPosition mark) {
        String cursor = String.valueOf(mark.cursor());
        return cursor.equals(String.valueOf(source.clock().future()))
                ? Long.MAX_VALUE - 1
                : source.clock().place(cursor);
    }

    private int key(Item item) {
        return habits.composite() ? order(withKey(item)) : item.id();
    }

    private int key(RowPosition mark) {
        int first = Integer.parseInt(String.valueOf(mark.key().get(0)));
        return habits.composite()
                ? order(first, Integer.parseInt(String.valueOf(mark.key().get(1))))
                : first;
    }

    private static int order(Item item) {
        return item.row().containsKey("region") ? order(item.id() % GROUP, item.id() / GROUP) : item.id();
    }

    private static int order(int region, int number) {
        return region * 10_000 + number;
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
    public boolean mayFail(String message, Response last, int changes) {
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
