package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
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

    private final KeyBasedStrategy strategy;
    private final PositionQuery marks;
    private final int window;
    private final Watermark watermark;
    private final List<String> warnings;

    private final Deque<KeySegment> ahead = new ArrayDeque<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<PlannedRange> done = new HashSet<>();
    private @Nullable Passed passed;
    private @Nullable ObjectNode state;

    /**
     * Rows that are still to be parted into ranges.
     *
     * @param last the last of them
     * @param moves whether the state moves over them
     */
    private record KeySegment(RowPosition from, RowPosition last, boolean moves) {

        /** Whoever joins the last row's cursor is read as well, and no key need be compared as the rows are ordered. */
        RowPosition end() {
            return RowPosition.at(last.cursor());
        }
    }

    /**
     * What was handed out and not passed yet.
     *
     * @param last its last row
     * @param ends whether its stretch ends with it
     */
    private record Open(PlannedRange range, RowPosition last, boolean moves, boolean ends) {}

    /** Where the last range ended that was passed. */
    private record Passed(Cursor cursor, RowPosition last) {}

    /**
     * Begins a sync.
     *
     * @param stored the cursor in the state; null before the first checkpoint
     * @param window how many ranges may be under way
     */
    KeyPlan(KeyBasedStrategy strategy, PositionQuery marks, @Nullable Cursor stored, Watermark watermark, int window) {
        this.strategy = strategy;
        this.marks = marks;
        this.watermark = watermark;
        this.window = window;
        RowPosition none = RowPosition.at(null);
        RowPosition start =
                stored == null ? RowPosition.at(strategy.settings().initial()) : RowPosition.at(stored.written());
        this.warnings = new ArrayList<>(marks.overlooked(strategy.rows(stored == null ? none : start, null, null)));
        if (stored == null) {
            add(none, marks.last(strategy.rows(none, null, null)), false);
        }
        Duration age = strategy.age();
        RowPosition reached = marks.last(strategy.rows(start, null, age));
        add(start, reached, true);
        String younger = marks.younger(strategy.rows(start, null, strategy.delay()));
        if (younger != null) {
            warnings.add(younger);
        }
        if (age != null && age.isZero()) {
            RowPosition rest = reached == null ? start : reached;
            add(rest, marks.last(strategy.rows(rest, null, null)), false);
        }
    }

    private void add(RowPosition from, @Nullable RowPosition last, boolean moves) {
        if (last != null) {
            ahead.add(new KeySegment(from, last, moves));
        }
    }

    /** One at a time, since each takes a query. */
    @Override
    public List<PlannedRange> next() {
        if (open.size() == window || ahead.isEmpty()) {
            return List.of();
        }
        KeySegment stretch = ahead.remove();
        RowPosition cut = marks.atLimit(strategy.rows(stretch.from(), stretch.end(), null));
        boolean ends = cut == null || cut.isSameAs(stretch.last());
        RowPosition last = cut == null ? stretch.last() : cut;
        if (!ends) {
            ahead.addFirst(new KeySegment(last, stretch.last(), stretch.moves()));
        }
        RowPosition to = ends ? stretch.end() : last;
        PlannedRange range = new PlannedRange(stretch.from().text(), to.text());
        open.add(new Open(range, last, stretch.moves(), ends));
        return List.of(range);
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
        Cursor cursor = range.moves() ? cursor(range.last()) : null;
        if (cursor == null) {
            return;
        }
        if (range.ends()) {
            state = KeyBasedStrategy.state(cursor, range.last());
        } else if (passed != null && !cursor.equals(passed.cursor())) {
            // Of the cursor that a range ends with, more rows may follow in the next one.
            state = KeyBasedStrategy.state(passed.cursor(), passed.last());
        }
        passed = new Passed(cursor, range.last());
    }

    /** Null for one that the state cannot move to. */
    private @Nullable Cursor cursor(RowPosition mark) {
        return watermark.see(Collections.singletonMap(strategy.cursorField(), mark.cursor()));
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty() || !open.isEmpty();
    }

    @Override
    public @Nullable ObjectNode state() {
        return state;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }
}
