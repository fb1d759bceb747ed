package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PositionQuery;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.Watermark;
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
 * One sync by ranges of a table's rows. It keeps the promises of {@link KeyBasedStrategy}: the state advances to the last
 * cursor that was old enough when the sync started, and no further, as other rows may still get a later cursor. The next
 * sync starts at that cursor again.
 */
final class KeyPlan implements WorkPlan {

    private final KeyBasedStrategy strategy;
    private final PositionQuery positions;
    private final int window;
    private final Watermark watermark;
    private final List<String> warnings;

    private final Deque<KeySegment> ahead = new ArrayDeque<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<WorkUnit> done = new HashSet<>();
    private @Nullable Passed passed;
    private @Nullable ObjectNode state;

    /**
     * Rows that are not yet split into ranges.
     *
     * @param last the last row
     * @param moves whether the state advances past them
     */
    private record KeySegment(RowPosition from, RowPosition last, boolean moves) {

        /**
         * Rows that get the last row's cursor later are read as well, and keys need not be compared in the order of the
         * rows.
         */
        RowPosition end() {
            return RowPosition.at(last.cursor());
        }
    }

    /**
     * A range that was handed out and is not finished yet.
     *
     * @param last its last row
     * @param ends whether its segment ends with it
     */
    private record Open(WorkUnit range, RowPosition last, boolean moves, boolean ends) {}

    /** The end of the last finished range. */
    private record Passed(Cursor cursor, RowPosition last) {}

    /**
     * Begins a sync.
     *
     * @param stored the cursor of the state; null before the first checkpoint
     * @param window how many ranges may be in progress
     */
    KeyPlan(
            KeyBasedStrategy strategy,
            PositionQuery positions,
            @Nullable Cursor stored,
            Watermark watermark,
            int window) {
        this.strategy = strategy;
        this.positions = positions;
        this.watermark = watermark;
        this.window = window;
        RowPosition none = RowPosition.at(null);
        RowPosition start =
                stored == null ? RowPosition.at(strategy.settings().initial()) : RowPosition.at(stored.written());
        this.warnings = new ArrayList<>(positions.overlooked(strategy.rows(stored == null ? none : start, null, null)));
        if (stored == null) {
            add(none, positions.last(strategy.rows(none, null, null)), false);
        }
        Duration age = strategy.age();
        RowPosition reached = positions.last(strategy.rows(start, null, age));
        add(start, reached, true);
        String younger = positions.younger(strategy.rows(start, null, strategy.delay()));
        if (younger != null) {
            warnings.add(younger);
        }
        if (age != null && age.isZero()) {
            RowPosition rest = reached == null ? start : reached;
            add(rest, positions.last(strategy.rows(rest, null, null)), false);
        }
    }

    private void add(RowPosition from, @Nullable RowPosition last, boolean moves) {
        if (last != null) {
            ahead.add(new KeySegment(from, last, moves));
        }
    }

    /** One at a time, since each needs a query. */
    @Override
    public List<WorkUnit> next() {
        if (open.size() == window || ahead.isEmpty()) {
            return List.of();
        }
        KeySegment segment = ahead.remove();
        RowPosition cut = positions.atLimit(strategy.rows(segment.from(), segment.end(), null));
        boolean ends = cut == null || cut.isSameAs(segment.last());
        RowPosition last = cut == null ? segment.last() : cut;
        if (!ends) {
            ahead.addFirst(new KeySegment(last, segment.last(), segment.moves()));
        }
        RowPosition to = ends ? segment.end() : last;
        WorkUnit range = new WorkUnit(segment.from().text(), to.text());
        open.add(new Open(range, last, segment.moves(), ends));
        return List.of(range);
    }

    @Override
    public void done(WorkUnit range, ObjectNode found) {
        if (open.stream().noneMatch(each -> each.range().equals(range)) || !done.add(range)) {
            throw new IllegalStateException("the rows from " + range + " were completed, but never handed out");
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
            // The next range may have more rows with the last cursor of a range.
            state = KeyBasedStrategy.state(passed.cursor(), passed.last());
        }
        passed = new Passed(cursor, range.last());
    }

    /** Null for a position that the state cannot advance to. */
    private @Nullable Cursor cursor(RowPosition position) {
        return watermark.see(Collections.singletonMap(strategy.cursorField(), position.cursor()));
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
