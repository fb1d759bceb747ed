package dev.tidemark.strategy.list;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list whose pages overlap, because records that share a cursor have another order on every page. Passes with
 * several page sizes are united until together they have as many records as the list. Such a reading is accepted once the
 * next one returns the same records: then all of them existed at one time, and were as many as the list had.
 */
final class UnitedWalks {

    private static final int MOST_PASSES = 12;

    private static final int MOST_TOTAL_PASSES = 4 * MOST_PASSES;

    /** A total may be too low: this many other page sizes must return nothing beyond it. */
    private static final int SIZES_FOR_TOTAL = 3;

    /** The result of a pass. */
    enum Outcome {
        /** More passes are needed. */
        INCOMPLETE,
        /** A reading has ended, or the list has changed in the meantime: the next pass starts a new reading. */
        READ,
        /** Two readings have returned the same records: none is missing. */
        WHOLE
    }

    private final Paginator paginator;
    private final ListFaults faults;
    private final int largestPage;

    private HashSet64 keys = new HashSet64();
    private HashSet64 contents = new HashSet64();
    private long sum;
    private int passes;
    private int totalPasses;
    private int disturbances;
    private long keysBefore;
    private int sizesWithoutNew;
    private @Nullable Long rows;
    private @Nullable Long total;
    private int sizes;
    private boolean resized;
    private @Nullable RowDigest readingBefore;

    /** @param largestPage how many records the largest page had so far */
    UnitedWalks(Paginator paginator, ListFaults faults, int largestPage) {
        this.paginator = paginator;
        this.faults = faults;
        this.largestPage = Math.max(1, largestPage);
        beginReading();
    }

    private void beginReading() {
        keys = new HashSet64();
        contents = new HashSet64();
        sum = 0;
        passes = 0;
        keysBefore = 0;
        sizesWithoutNew = 0;
        rows = null;
        total = null;
        resize();
    }

    /** After a disturbed reading, another size comes first: the size itself may have been the cause. */
    private void resize() {
        int step = Math.max(1, largestPage / MOST_PASSES);
        int smallest = Math.max(Math.min(2, largestPage), largestPage / 3);
        sizes = (largestPage - smallest) / step + 1;
        resized = paginator.resize(largestPage - (passes + disturbances) % sizes * step) && sizes > 1;
    }

    /**
     * Adds a record of a pass.
     *
     * @param entry its key, and how often the key occurred on its page
     * @param content the hash of all its fields
     */
    void see(long entry, long content) {
        keys.add(entry);
        long withEntry = RowDigest.mixed(entry + content);
        if (contents.add(withEntry)) {
            sum += withEntry;
        }
    }

    /**
     * Called at the end of a pass.
     *
     * @param count how many records it returned
     * @param announced the total that all of its responses report; null when they do not
     * @throws IllegalStateException when the list does not change, and records may be on no page of any pass, or when it
     *     never stops changing
     */
    Outcome passEnds(long count, @Nullable Long announced) {
        if (++totalPasses > MOST_TOTAL_PASSES) {
            throw faults.restless(totalPasses);
        }
        boolean quiet = (rows == null || rows == count)
                && (rows == null || Objects.equals(total, announced))
                && keys.size() == contents.size()
                && keys.size() <= count;
        rows = count;
        total = announced;
        if (!quiet) {
            readingBefore = null;
            disturbances++;
            beginReading();
            return Outcome.READ;
        }
        boolean grew = keys.size() > keysBefore;
        sizesWithoutNew = grew ? 0 : sizesWithoutNew + (resized ? 1 : 0);
        boolean triedSizes = sizesWithoutNew >= SIZES_FOR_TOTAL && sizes > SIZES_FOR_TOTAL;
        boolean isTotal = announced != null && keys.size() == announced && triedSizes;
        if (keys.size() == count || isTotal) {
            RowDigest reading = new RowDigest(keys.size(), sum);
            boolean same = reading.equals(readingBefore);
            readingBefore = reading;
            beginReading();
            return same ? Outcome.WHOLE : Outcome.READ;
        }
        passes++;
        boolean stuck = passes > 1 && !resized && !grew;
        if (passes == MOST_PASSES || stuck) {
            throw faults.overlap(count, keys.size(), passes, resized);
        }
        keysBefore = keys.size();
        resize();
        return Outcome.INCOMPLETE;
    }
}
