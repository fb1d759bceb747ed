package dev.tidemark.strategy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list whose pages overlap, because records that share a cursor come in another order on every page: walks over it
 * with several page sizes are united until together they have as many records as the list has. Such a reading counts once the
 * next one brings the same records: then all of them were there at one time, and were as many as the list had.
 */
final class UnitedWalks {

    private static final int MOST_WALKS = 12;

    private static final int MOST_WALKS_IN_ALL = 4 * MOST_WALKS;

    /** A total may be too low: so many other page sizes must bring nothing beyond it. */
    private static final int SIZES_FOR_TOTAL = 3;

    /** What a walk has led to. */
    enum Outcome {
        /** More walks are needed. */
        INCOMPLETE,
        /** A reading has ended, or the list has changed meanwhile: the next walk begins a new reading. */
        READ,
        /** Two readings have brought the same records: none is missing. */
        WHOLE
    }

    private final Paginator continuation;
    private final ListFaults faults;
    private final int largestPage;

    private HashSet64 keys = new HashSet64();
    private HashSet64 contents = new HashSet64();
    private long sum;
    private int walks;
    private int walksInAll;
    private int disturbances;
    private long keysBefore;
    private int sizesWithoutNew;
    private @Nullable Long rows;
    private @Nullable Long total;
    private int sizes;
    private boolean resized;
    private @Nullable RowDigest readingBefore;

    /** @param largestPage how many records the largest page had so far */
    UnitedWalks(Paginator continuation, ListFaults faults, int largestPage) {
        this.continuation = continuation;
        this.faults = faults;
        this.largestPage = Math.max(1, largestPage);
        beginReading();
    }

    private void beginReading() {
        keys = new HashSet64();
        contents = new HashSet64();
        sum = 0;
        walks = 0;
        keysBefore = 0;
        sizesWithoutNew = 0;
        rows = null;
        total = null;
        resize();
    }

    /** After a reading that was disturbed another size comes first: it may have been that one's own doing. */
    private void resize() {
        int step = Math.max(1, largestPage / MOST_WALKS);
        int smallest = Math.max(Math.min(2, largestPage), largestPage / 3);
        sizes = (largestPage - smallest) / step + 1;
        resized = continuation.resize(largestPage - (walks + disturbances) % sizes * step) && sizes > 1;
    }

    /**
     * A record of a walk.
     *
     * @param entry its key, and how often that has come on its page
     * @param content the hash of all it has
     */
    void see(long entry, long content) {
        keys.add(entry);
        long withEntry = RowDigest.mixed(entry + content);
        if (contents.add(withEntry)) {
            sum += withEntry;
        }
    }

    /**
     * A walk has come to its end.
     *
     * @param count how many records it brought
     * @param announced how many there are, as all of its responses say; null when they do not
     * @throws IllegalStateException when the list rests, and records may be on no page of any walk, or when it never rests
     */
    Outcome walkEnds(long count, @Nullable Long announced) {
        if (++walksInAll > MOST_WALKS_IN_ALL) {
            throw faults.restless(walksInAll);
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
        walks++;
        boolean stuck = walks > 1 && !resized && !grew;
        if (walks == MOST_WALKS || stuck) {
            throw faults.overlap(count, keys.size(), walks, resized);
        }
        keysBefore = keys.size();
        resize();
        return Outcome.INCOMPLETE;
    }
}
