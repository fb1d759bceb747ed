package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One sync by ranges of ids. It keeps the promises of {@link StepSizeStrategy}: missing ids are requested once more after a
 * greater id was seen, as they may have been assigned since, or a response may have been truncated.
 */
final class StepPlan implements WorkPlan {

    private final BigInteger stepSize;
    private final @Nullable BigInteger maxId;
    private final int maxEmptySteps;
    private final int window;

    /** The ranges that were handed out and are not finished yet, by their last id. */
    private final TreeMap<BigInteger, Open> open = new TreeMap<>();

    private final BigInteger first;
    private BigInteger following;
    private @Nullable BigInteger seen;
    private @Nullable BigInteger stored;
    private @Nullable IdRange gap;
    private int emptySteps;

    StepPlan(
            BigInteger initialId,
            BigInteger stepSize,
            @Nullable BigInteger maxId,
            int maxEmptySteps,
            @Nullable BigInteger stored,
            int window) {
        this.stepSize = stepSize;
        this.maxId = maxId;
        this.maxEmptySteps = maxEmptySteps;
        this.window = window;
        this.stored = stored;
        this.seen = stored;
        BigInteger tail = stored == null ? initialId : stored.subtract(stepSize).add(BigInteger.ONE);
        this.first = tail.max(initialId);
        this.following = first;
    }

    @Override
    public List<WorkUnit> next() {
        List<IdRange> ranges = new ArrayList<>();
        boolean idle = open.values().stream().noneMatch(range -> range.out);
        for (Open range : open.values()) {
            if (!range.out && !range.whole && (isBelowSeen(range.last) || (idle && !range.empty))) {
                ranges.add(handOut(range));
            }
        }
        while (isGapToRequestAgain() && open.size() < 2 * window) {
            IdRange missing = Objects.requireNonNull(gap);
            ranges.add(handOut(new Open(missing.first(), end(missing.first(), missing.last()))));
            BigInteger rest = ranges.get(ranges.size() - 1).last().add(BigInteger.ONE);
            gap = rest.compareTo(missing.last()) > 0 ? null : new IdRange(rest, missing.last());
        }
        while (open.size() < window && hasNext() && (maxId == null || following.compareTo(maxId) <= 0)) {
            ranges.add(handOut(new Open(following, end(following, maxId))));
            following = ranges.get(ranges.size() - 1).last().add(BigInteger.ONE);
        }
        return ranges.stream().map(IdRange::planned).toList();
    }

    private IdRange handOut(Open range) {
        range.out = true;
        range.sure = isBelowSeen(range.last);
        open.put(range.last, range);
        return new IdRange(range.first, range.last);
    }

    private BigInteger end(BigInteger first, @Nullable BigInteger most) {
        BigInteger last = first.add(stepSize).subtract(BigInteger.ONE);
        return most == null ? last : last.min(most);
    }

    private boolean isBelowSeen(BigInteger id) {
        return seen != null && id.compareTo(seen) <= 0;
    }

    /** Missing ids up to an id that was seen are deleted, and will not come. */
    private BigInteger beyondSeen(BigInteger id) {
        return seen == null ? id : id.max(seen.add(BigInteger.ONE));
    }

    private boolean isGapToRequestAgain() {
        return gap != null && isBelowSeen(gap.first());
    }

    /** @param found the result, without an id when nothing was found */
    @Override
    public void done(WorkUnit requested, ObjectNode found) {
        Open range = open.get(IdRange.of(requested).last());
        if (range == null || !range.out) {
            throw new IllegalStateException("the ids from " + requested + " were completed, but never handed out");
        }
        range.out = false;
        BigInteger id = StepSizeStrategy.found(found);
        range.empty = id == null;
        if (id == null) {
            range.whole = range.sure;
        } else {
            seen = seen == null ? id : seen.max(id);
            range.greatest = id;
            range.first = id.add(BigInteger.ONE);
            range.whole = id.equals(range.last);
        }
        pass();
    }

    /** Advances past finished ranges without a gap. */
    private void pass() {
        while (!open.isEmpty() && hasNext()) {
            Open head = open.firstEntry().getValue();
            boolean beyondGap = gap != null && gap.first().compareTo(head.last) < 0;
            if (head.out
                    || (beyondGap && isGapToRequestAgain())
                    || !(head.whole || (head.empty && !isBelowSeen(head.last)))) {
                return;
            }
            open.remove(head.last);
            if (head.greatest != null) {
                stored = stored == null ? head.greatest : stored.max(head.greatest);
                emptySteps = 0;
            } else if (!head.whole) {
                emptySteps++;
            }
            if (!head.whole) {
                gap = new IdRange(gap == null ? beyondSeen(head.first) : gap.first(), head.last);
            }
        }
    }

    @Override
    public boolean hasNext() {
        return maxId == null
                ? emptySteps < maxEmptySteps
                : !open.isEmpty() || following.compareTo(maxId) <= 0 || isGapToRequestAgain();
    }

    @Override
    public @Nullable ObjectNode state() {
        return stored == null ? null : JsonNodeFactory.instance.objectNode().put(StepSizeStrategy.STATE, stored);
    }

    /** Of the ids up to {@code maxId}; NaN without one. */
    @Override
    public double progress() {
        BigInteger passed = open.isEmpty() ? following : open.firstEntry().getValue().first;
        return StepPaging.share(first, passed, maxId);
    }

    @Override
    public @Nullable String endReason() {
        return maxId != null ? null : StepSizeStrategy.endReason(stored, emptySteps, stepSize);
    }

    /** A range that was handed out and is not finished yet. */
    private static final class Open {
        private final BigInteger last;
        /** The first of the ids that are still missing. */
        private BigInteger first;

        private @Nullable BigInteger greatest;
        private boolean out;
        /** Whether a greater id was known when it was handed out: then missing ids were never assigned. */
        private boolean sure;
        /** Whether the last request found nothing. */
        private boolean empty;

        private boolean whole;

        Open(BigInteger first, BigInteger last) {
            this.first = first;
            this.last = last;
        }
    }
}
