package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.SyncClock;
import dev.tidemark.strategy.cursor.Watermark;
import dev.tidemark.strategy.cursor.WindowEnd;
import dev.tidemark.strategy.cursor.WindowLength;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sync by windows of time, each a unit. It keeps the promises of {@link TimestampStrategy} and {@link ReplayStrategy}:
 * where records may still appear, which is from {@code maxSkew} ago on, one unit reads all windows in their order. The state
 * moves over units that are done without a gap, and no further than a response was certain to be complete.
 */
final class WindowPlan implements WorkPlan {

    private static final int MOST_WINDOWS = 50;

    private final WindowLength length;
    private final int most;
    private final SyncClock clock;
    private final Watermark watermark;
    private final @Nullable ObjectNode stored;
    private final @Nullable Cursor like;

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Cursor start;
    private @Nullable Instant origin;
    private Duration doneTime = Duration.ZERO;
    private boolean first = true;
    private boolean allHandedOut;

    private @Nullable Cursor reached;
    private @Nullable Instant windowEnd;
    private boolean moved;
    private boolean gap;

    /** A unit that was handed out and is not passed yet. */
    private static final class Open {
        private final WorkUnit unit;
        private final Instant begin;
        private final @Nullable Cursor end;
        private @Nullable ObjectNode found;

        Open(WorkUnit unit, Instant begin, @Nullable Cursor end) {
            this.unit = unit;
            this.begin = begin;
            this.end = end;
        }
    }

    /**
     * Begins a sync.
     *
     * @param most how many units may be in progress
     * @param stored the state; null before the first checkpoint
     * @param reached the stored cursor
     * @param start where the first window starts; null for the initial cursor
     */
    WindowPlan(
            WindowLength length,
            int most,
            Instant now,
            @Nullable ObjectNode stored,
            @Nullable Cursor reached,
            @Nullable Cursor start) {
        this.length = length;
        this.most = most;
        this.clock = new SyncClock(now);
        this.watermark = new Watermark(length.settings(), now, reached, reached);
        this.stored = stored;
        this.reached = reached;
        this.windowEnd = WindowEnd.of(stored);
        this.like = reached;
        this.start = start;
    }

    @Override
    public List<WorkUnit> next() {
        List<WorkUnit> units = new ArrayList<>();
        long inProgress = open.stream().filter(each -> each.found == null).count();
        while (!allHandedOut && inProgress + units.size() < most) {
            units.add(handOut());
        }
        return units;
    }

    private WorkUnit handOut() {
        Cursor from = start;
        CursorSettings settings = length.settings();
        Bound bound = from == null ? settings.first() : settings.from(from, watermark.finest());
        Cursor end = length.end(bound, like);
        for (int more = windows(bound) - 1; more > 0 && isCertain(end); more--) {
            end = length.end(settings.from(end, watermark.finest()), like);
        }
        allHandedOut = !isCertain(end);
        Cursor until = allHandedOut ? null : length.requireAfter(from, bound, end);
        WorkUnit unit = new WindowUnit(first ? null : from, first ? stored : null, until).toWork(length);
        Instant begin = from == null ? bound.value().instant() : from.instant();
        origin = origin == null ? begin : origin;
        open.add(new Open(unit, begin, until));
        first = false;
        start = end;
        return unit;
    }

    /** Whether no record can appear before that any more. */
    private boolean isCertain(Cursor end) {
        return !end.instant().isAfter(clock.now().minus(length.settings().maxSkew()));
    }

    /**
     * How many windows the next unit has: one worker's share of those that are left, as a unit takes one request more than it
     * has windows, to see that nothing follows. So units get shorter, and all workers end at about the same time.
     */
    private int windows(Bound from) {
        Duration left = Duration.between(from.value().instant(), clock.now());
        double windows = Math.ceil(
                (double) left.toSeconds() / Math.max(1, length.longest().toSeconds()));
        return (int) Math.max(1, Math.min(MOST_WINDOWS, Math.ceil(windows * WorkPlan.AHEAD / most)));
    }

    @Override
    public void done(WorkUnit unit, ObjectNode found) {
        Open done = open.stream()
                .filter(each -> each.found == null && each.unit.equals(unit))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name(unit) + " was completed, but never handed out"));
        done.found = found;
        doneTime = doneTime.plus(Duration.between(done.begin, done.end == null ? clock.now() : done.end.instant()));
        while (!open.isEmpty() && open.element().found != null) {
            pass(open.remove());
        }
    }

    private void pass(Open unit) {
        if (gap) {
            return;
        }
        ObjectNode found = Objects.requireNonNull(unit.found);
        if (found.has(WindowedStrategy.STATE)) {
            reach(CursorStrategy.stored(found, WindowedStrategy.STATE, length.settings()), unit.end);
        }
        Instant certain = WindowEnd.of(found);
        if (certain != null && (windowEnd == null || certain.isAfter(windowEnd))) {
            windowEnd = certain;
        }
        gap = unit.end != null && (certain == null || certain.isBefore(unit.end.instant()));
        moved = true;
    }

    /** Only the next unit knows all records at the end of one, and beyond it. */
    private void reach(@Nullable Cursor cursor, @Nullable Cursor end) {
        if (cursor == null || (end != null && cursor.compareTo(end) >= 0)) {
            return;
        }
        reached = reached == null || cursor.compareTo(reached) > 0 ? cursor : reached;
    }

    @Override
    public boolean hasNext() {
        return !allHandedOut || !open.isEmpty();
    }

    @Override
    public String name(WorkUnit unit) {
        return "the window from " + unit;
    }

    @Override
    public @Nullable ObjectNode state() {
        if (!moved) {
            return null;
        }
        ObjectNode state = CursorStrategy.state(WindowedStrategy.STATE, reached);
        ObjectNode made = state == null ? JsonNodeFactory.instance.objectNode() : state;
        WindowEnd.put(made, windowEnd);
        return made.isEmpty() ? null : made;
    }

    @Override
    public double progress() {
        if (!hasNext()) {
            return 1;
        }
        double all = origin == null ? 0 : Duration.between(origin, clock.now()).toMillis();
        return all <= 0 ? 0 : Math.min(1, doneTime.toMillis() / all);
    }
}
