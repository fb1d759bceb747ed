package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sync by ranges of a table's rows. It keeps the promises of {@link KeyBasedStrategy}: the state moves to the cursor at
 * which the rows ended that were old enough when the sync began, and no further, as others may yet get a cursor that comes
 * after it. The next sync begins with that one again.
 */
final class KeyPlan implements RangePlan {

    /** Where the last range ended that was passed. */
    private record Passed(Cursor cursor, RowMark mark) {}

    private final KeyBasedStrategy strategy;
    private final RowMarks rows;
    private final int window;
    private final Watermark watermark;
    private final List<String> warnings;

    private final Deque<Stretch> ahead = new ArrayDeque<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<PlannedRange> done = new HashSet<>();
    private @Nullable Passed passed;
    private @Nullable ObjectNode state;

    /**
     * Rows that are still to be parted into ranges.
     *
     * @param moves whether the state moves over them
     */
    private record Stretch(RowMark from, RowMark to, boolean moves) {}

    /**
     * What was handed out and not passed yet.
     *
     * @param ends whether its stretch ends with it
     */
    private record Open(PlannedRange range, RowMark to, boolean moves, boolean ends) {}

    /**
     * Begins a sync.
     *
     * @param stored the cursor in the state; null before the first checkpoint
     * @param window how many ranges may be under way
     */
    KeyPlan(KeyBasedStrategy strategy, RowMarks rows, @Nullable Cursor stored, Watermark watermark, int window) {
        this.strategy = strategy;
        this.rows = rows;
        this.watermark = watermark;
        this.window = window;
        RowMark none = RowMark.at(null);
        RowMark start = stored == null ? RowMark.at(strategy.settings().initial()) : RowMark.at(stored.written());
        this.warnings = rows.warnings(strategy.rows(stored == null ? none : start, null, null));
        if (stored == null) {
            add(none, rows.last(strategy.rows(none, null, null)), false);
        }
        RowMark reached = rows.last(strategy.rows(start, null, strategy.age()));
        add(start, reached, true);
        if (strategy.readsAhead()) {
            RowMark rest = reached == null ? start : reached;
            add(rest, rows.last(strategy.rows(rest, null, null)), false);
        }
    }

    private void add(RowMark from, @Nullable RowMark to, boolean moves) {
        if (to != null) {
            ahead.add(new Stretch(from, to, moves));
        }
    }

    @Override
    public List<PlannedRange> next() {
        List<PlannedRange> ranges = new ArrayList<>();
        while (open.size() < window && !ahead.isEmpty()) {
            Stretch stretch = ahead.remove();
            RowMark cut = rows.atLimit(strategy.rows(stretch.from(), stretch.to(), null));
            boolean whole = cut == null || cut.text().equals(stretch.to().text());
            RowMark to = cut == null ? stretch.to() : cut;
            if (!whole) {
                ahead.addFirst(new Stretch(to, stretch.to(), stretch.moves()));
            }
            PlannedRange range = new PlannedRange(stretch.from().text(), to.text());
            open.add(new Open(range, to, stretch.moves(), whole));
            ranges.add(range);
        }
        return ranges;
    }

    @Override
    public void done(PlannedRange range, ObjectNode found) {
        if (open.stream().noneMatch(each -> each.range().equals(range)) || !done.add(range)) {
            throw new IllegalStateException("the rows from " + range + " came back and were not handed out");
        }
        while (!open.isEmpty() && done.remove(open.element().range())) {
            pass(open.remove());
        }
    }

    private void pass(Open range) {
        Cursor cursor = range.moves() ? cursor(range.to()) : null;
        if (cursor == null) {
            return;
        }
        if (range.ends()) {
            state = KeyBasedStrategy.state(cursor, range.to());
        } else if (passed != null && !cursor.equals(passed.cursor())) {
            // Of the cursor that a range ends with, more rows may follow in the next one.
            state = KeyBasedStrategy.state(passed.cursor(), passed.mark());
        }
        passed = new Passed(cursor, range.to());
    }

    /** Null for one that the state cannot move to. */
    private @Nullable Cursor cursor(RowMark mark) {
        return watermark.see(Collections.singletonMap(strategy.cursorField(), mark.cursor()));
    }

    @Override
    public boolean hasEnded() {
        return ahead.isEmpty() && open.isEmpty();
    }

    @Override
    public @Nullable ObjectNode state() {
        return state;
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(watermark.warnings());
        return all;
    }
}
