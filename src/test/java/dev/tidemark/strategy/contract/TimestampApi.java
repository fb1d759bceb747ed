package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.CursorStrategy;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.ReplayStrategy;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.TimestampStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API that answers with all that is newer than a cursor, or with the oldest so many. */
final class TimestampApi implements Api {

    private static final int BUFFER_HOURS = 3;

    /**
     * How the API behaves.
     *
     * @param replay whether records appear late, within the buffer of the strategy replay
     * @param inclusive whether it also answers with what stands at the cursor
     * @param cap at how many records it cuts its answers; null when it does not
     * @param descending whether an answer that is not cut comes newest first
     * @param answersUnusable whether records without a cursor pass the filter
     */
    record Habits(
            boolean replay, boolean inclusive, @Nullable Integer cap, boolean descending, boolean answersUnusable) {}

    private final Source source;
    private final Habits habits;
    private final Strategy strategy;

    TimestampApi(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
        CursorStrategy cursor;
        if (habits.replay()) {
            ReplayStrategy replay = new ReplayStrategy();
            replay.setBufferHours(BUFFER_HOURS);
            replay.setPageSize(habits.cap());
            cursor = replay;
        } else {
            TimestampStrategy timestamp = new TimestampStrategy();
            timestamp.setPageSize(habits.cap());
            cursor = timestamp;
        }
        cursor.setBoundary(habits.inclusive() ? "inclusive" : "exclusive");
        cursor.setCursorType(source.clock().cursorType());
        cursor.setInitialCursor(source.clock().initial());
        this.strategy = cursor;
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
    public long reached(ObjectNode state) {
        return source.clock().place(state.get("last_timestamp").asText());
    }

    @Override
    public Answer answer(PageRequest request) {
        long since = source.clock().place(String.valueOf(request.values().get("cursor")));
        List<Item> page = new ArrayList<>();
        for (Item item : source.items()) {
            if (item.future()
                    || (item.usable()
                            ? item.place() > since || (habits.inclusive() && item.place() == since)
                            : habits.answersUnusable())) {
                page.add(item);
            }
        }
        page.sort(Comparator.comparingLong(Item::rank));
        Integer cap = habits.cap();
        if (cap != null && page.size() > cap) {
            page = page.subList(0, cap);
        }
        if (cap == null && habits.descending()) {
            Collections.reverse(page);
        }
        return new Answer(page, null);
    }

    /** Records appear late within the buffer, less the time that a sync may take. */
    @Override
    public void happen(Change change, int number) {
        if (change != Change.LATE) {
            change.happenTo(source, number);
        } else if (habits.replay()) {
            source.putLate(source.lastId() + 1, 1 + number);
        }
    }

    @Override
    public boolean mayFail(String message, Answer last, int changes) {
        if (message.contains("cursor that can be read")) {
            return last.items().stream().noneMatch(item -> item.usable() || item.future());
        }
        if (message.contains("use the strategy keyset")) {
            Integer cap = habits.cap();
            boolean full = cap != null && last.items().size() >= cap;
            return (full || changes > 0) && isOneTie(last);
        }
        return false;
    }

    /** Nothing on the page is newer than its first record, but for what does not count. */
    private static boolean isOneTie(Answer answer) {
        return answer.items().stream()
                        .filter(Item::usable)
                        .map(Item::place)
                        .distinct()
                        .count()
                <= 1;
    }

    /** Each but the last request brings a greater cursor. */
    @Override
    public int mostRequests(int records, int cursors, int changes) {
        return cursors + changes + 2;
    }

    @Override
    public String toString() {
        return habits + " over " + source.clock();
    }
}
