package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.range.StepSizeStrategy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API that responds with ranges of ids. New ids follow the highest, with gaps as large as the strategy goes over; ids
 * below are filled, and records are changed, within the last range only.
 */
final class StepApi implements Api {

    private static final int MOST_IDS = 400;

    /**
     * How the API behaves.
     *
     * @param before what is added to the ids of the source
     * @param asText whether an id is written as text
     * @param maxId whether the strategy has a maxId to stop at
     */
    record Habits(BigInteger before, boolean asText, int stepSize, int maxEmptySteps, boolean maxId) {}

    private final Source source;
    private final Habits habits;
    private final StepSizeStrategy strategy = new StepSizeStrategy();
    private int highest;
    private int mostDuringSync = Integer.MAX_VALUE;

    StepApi(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
        strategy.setInitialId(habits.before().add(BigInteger.ONE));
        strategy.setStepSize(BigInteger.valueOf(habits.stepSize()));
        strategy.setMaxEmptySteps(habits.maxEmptySteps());
        strategy.setMaxId(
                habits.maxId()
                        ? habits.before().add(BigInteger.valueOf(MOST_IDS)).toString()
                        : null);
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
    public void syncBegins(@Nullable ObjectNode state) {
        mostDuringSync = Integer.MAX_VALUE;
    }

    @Override
    public long reached(ObjectNode state) {
        return state.get("current_id")
                .bigIntegerValue()
                .subtract(habits.before())
                .longValueExact();
    }

    @Override
    public long place(Item item) {
        return item.id();
    }

    @Override
    public Response respond(PageRequest request) {
        int start = number(request, "start");
        int end = number(request, "end");
        List<Item> page = new ArrayList<>();
        for (Item item : source.items()) {
            if (item.id() >= start && item.id() <= end) {
                page.add(withId(item));
            }
        }
        return new Response(page, null);
    }

    private int number(PageRequest request, String name) {
        return new BigInteger(String.valueOf(request.values().get(name)))
                .subtract(habits.before())
                .intValueExact();
    }

    private Item withId(Item item) {
        BigInteger id = habits.before().add(BigInteger.valueOf(item.id()));
        Map<String, @Nullable Object> row = new LinkedHashMap<>(item.row());
        row.put("id", habits.asText() ? id.toString() : id);
        return new Item(item.id(), item.place(), item.version(), true, false, item.late(), row);
    }

    @Override
    public void happen(Change change, int number) {
        switch (change) {
            case INSERT, INSERT_MANY -> insert(1 + number % reach());
            case UPDATE, UPDATE_MANY, LATE -> fill(highest - number % habits.stepSize());
            case DELETE -> delete(number);
            case DELETE_AND_INSERT -> {
                delete(number);
                insert(1 + number % reach());
            }
            default -> {}
        }
    }

    private void insert(int gap) {
        int id = highest + gap;
        boolean inReach = id - below(id) <= reach() && id <= mostDuringSync;
        if (inReach && (!habits.maxId() || id <= MOST_IDS)) {
            highest = id;
            source.put(id);
        }
    }

    private void delete(int number) {
        Integer id = source.some(number);
        if (id != null && above(id) - below(id) <= reach()) {
            source.delete(id);
        }
    }

    /** How far an id may lie from the one before it. */
    private int reach() {
        return habits.maxEmptySteps() * habits.stepSize();
    }

    private int below(int id) {
        return source.items().stream()
                .mapToInt(Item::id)
                .filter(each -> each < id)
                .max()
                .orElse(0);
    }

    private int above(int id) {
        return source.items().stream()
                .mapToInt(Item::id)
                .filter(each -> each > id)
                .min()
                .orElse(id);
    }

    /** The ids that a sync finds after this must leave this one in the last range. */
    private void fill(int id) {
        if (id > 0 && id - below(id) <= reach()) {
            source.put(id, source.now(), true);
            highest = Math.max(highest, id);
            mostDuringSync = Math.min(mostDuringSync, id + habits.stepSize() - 1);
        }
    }

    @Override
    public boolean mayFail(String message, Response last, int changes) {
        return false;
    }

    /** A range for each record, those in the gaps twice, and the empty ones after the highest id. */
    @Override
    public int mostRequests(int records, int cursors, int changes) {
        int last = habits.maxId() ? MOST_IDS : highest;
        return records + 2 * last / habits.stepSize() + habits.maxEmptySteps() + 4;
    }

    @Override
    public String toString() {
        return habits.toString();
    }
}
