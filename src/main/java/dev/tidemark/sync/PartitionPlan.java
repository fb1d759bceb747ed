package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sync by partitions, those requested longest ago first. A partition that fails holds up no other, unless so many fail
 * alike that the API itself must be the cause. Partitions that the API does not have are recorded at the end, once it is
 * certain that only some are missing.
 */
final class PartitionPlan implements WorkPlan {

    /** In the result of a unit: the API's report that it has no such parent. */
    static final String GONE = "gone";

    private static final String NOT_OUT = "a partition that was not handed out";
    private static final int MOST_ALIKE = 10;
    private static final long FEWEST_TO_JUDGE = 10;

    private final Due due;
    private final String fence;
    private final int window;
    private final long total;
    private final long known;

    private final Map<String, StoredPartition> open = new HashMap<>();
    private final List<String> gone = new ArrayList<>();
    private long ended;
    private long failed;
    private long newlyGone;
    private @Nullable String firstFailure;
    private @Nullable String firstGone;
    private String alike = "";
    private int inARow;

    /** The partitions to request in a sync. */
    interface Due extends Iterator<StoredPartition> {

        /**
         * How many there are.
         *
         * @param wereGone those that were not there before, or the others
         */
        long count(boolean wereGone);

        /** Records that the API does not have them. */
        void gone(List<String> ids);
    }

    /**
     * Begins a sync.
     *
     * @param fence the version of the source's own state
     * @param window how many partitions may be in progress
     */
    PartitionPlan(Due due, long fence, int window) {
        this.due = due;
        this.fence = Long.toString(fence);
        this.window = window;
        this.known = due.count(false);
        this.total = known + due.count(true);
    }

    @Override
    public List<WorkUnit> next() {
        List<WorkUnit> units = new ArrayList<>();
        while (open.size() < window && due.hasNext()) {
            StoredPartition partition = due.next();
            open.put(partition.partition().id(), partition);
            units.add(new WorkUnit(partition.partition().id(), fence));
        }
        return units;
    }

    /** A partition that was handed out and has not ended. */
    StoredPartition partition(WorkUnit unit) {
        return Objects.requireNonNull(open.get(unit.first()), NOT_OUT);
    }

    @Override
    public boolean hasNext() {
        return !open.isEmpty() || due.hasNext();
    }

    @Override
    public void done(WorkUnit unit, ObjectNode found) {
        StoredPartition partition = takeBack(unit);
        inARow = 0;
        if (!found.has(GONE)) {
            return;
        }
        gone.add(unit.first());
        if (partition.status() == StoredPartition.Status.GONE) {
            return;
        }
        newlyGone++;
        firstGone = firstGone == null ? name(unit, partition) : firstGone;
        if (known >= FEWEST_TO_JUDGE && newlyGone * 2 > known) {
            throw new IllegalStateException("more than half of its " + known + " partitions are not there, so its"
                    + " requests are probably wrong; " + name(unit, partition) + ": "
                    + found.path(GONE).asText() + ", and that the values in its path are the API's own ids");
        }
    }

    private StoredPartition takeBack(WorkUnit unit) {
        ended++;
        return Objects.requireNonNull(open.remove(unit.first()), NOT_OUT);
    }

    /** The client has tried again already, and the next sync tries again. */
    @Override
    public int attempts() {
        return 1;
    }

    @Override
    public void failed(WorkUnit unit, String error) {
        StoredPartition partition = takeBack(unit);
        failed++;
        String failure = name(unit, partition) + ": " + error;
        firstFailure = firstFailure == null ? failure : firstFailure;
        String kind = PartitionValues.of(partition.partition().values())
                .without(error.replaceAll(" \\(on [^)]*\\)$", "")
                        .replace(partition.partition().shortId(), ""));
        inARow = kind.equals(alike) ? inARow + 1 : 1;
        alike = kind;
        if (inARow == MOST_ALIKE) {
            throw new IllegalStateException(
                    MOST_ALIKE + " partitions in a row failed alike, so the others are not requested; " + failure);
        }
    }

    /** @throws IllegalStateException when partitions have failed, or were not requested */
    @Override
    public void complete() {
        if (ended < total) {
            throw new IllegalStateException("only " + ended + " of its " + total + " partitions were requested: another"
                    + " sync of the source has begun; run only one sync of it at a time");
        }
        due.gone(gone);
        if (firstFailure != null) {
            throw new IllegalStateException(failed + " of " + total + " partitions failed"
                    + (gone.isEmpty() ? "" : ", " + gone.size() + " are not there (404 or 410)")
                    + (failed + gone.size() < total ? ", the others are synced" : "")
                    + "; the first failure: " + firstFailure);
        }
    }

    /** Otherwise they would come first in each sync, and with a small quota no sync would get past them. */
    @Override
    public void endedEarly() {
        if (newlyGone * 2 <= Math.min(ended, known) || known < FEWEST_TO_JUDGE) {
            due.gone(gone);
        }
    }

    @Override
    public String name(WorkUnit unit) {
        StoredPartition partition = open.get(unit.first());
        return partition == null ? "partition " + unit.first() : name(unit, partition);
    }

    private static String name(WorkUnit unit, StoredPartition partition) {
        String values = PartitionValues.of(partition.partition().values()).toString();
        return "partition " + (values.isEmpty() ? unit.first() : values);
    }

    /** The state of each partition is stored with its rows. */
    @Override
    public @Nullable ObjectNode state() {
        return null;
    }

    @Override
    public double progress() {
        return total == 0 ? 1 : (double) ended / total;
    }

    @Override
    public List<String> warnings() {
        return firstGone == null
                ? List.of()
                : List.of(newlyGone + " of its " + known + " partitions are not there (404 or 410), such as "
                        + firstGone + "; they are requested again once a day (onMissingPartition)");
    }

    @Override
    public String endReason() {
        return total == 0
                ? "has no partitions to request"
                : total + " partitions"
                        + (gone.isEmpty() ? "" : ", " + gone.size() + " of them not there (404 or 410)");
    }
}
