package dev.tidemark.strategy.list;

import org.jspecify.annotations.Nullable;

/**
 * Counts the records of a list. Where the API reports a greater total, or ends the list with a repeated full page, the list
 * is read once more with another page size: if records were missing, their number then differs. An unchanged number means
 * that the total counts something else, and that the list had really ended.
 */
final class TotalCheck {

    private static final int MOST_TRIES = 3;

    private final Paginator paginator;
    private final boolean required;
    private @Nullable Long rowsBefore;
    private int tries;
    private @Nullable String warning;

    /** @param required whether a total that remains above the number of records fails the sync */
    TotalCheck(Paginator paginator, boolean required) {
        this.paginator = paginator;
        this.required = required;
    }

    /**
     * Called when a list was read to its end for the first time: when its number of records is doubtful, the next pass has
     * another page size.
     */
    void firstPassEnds(long rows, int largestPage) {
        if (rowsBefore == null && isDoubtful(rows) && paginator.resize(Math.max(1, largestPage - 1))) {
            rowsBefore = rows;
        }
    }

    /**
     * Called when a list was read to its end, and is complete as far as its records show.
     *
     * @param rows how many records it has
     * @param largestPage how many records its largest page has
     * @return false when it must be read once more, with another page size
     * @throws IllegalStateException when records are missing
     */
    boolean isExplained(long rows, int largestPage) {
        Long announced = paginator.announced();
        if (required && announced == null) {
            throw new IllegalStateException(
                    "no response reported a total, or they reported different ones, and requireTotal requires"
                            + " one; check totalPath, or sync again when the list does not change");
        }
        if (!isDoubtful(rows)) {
            return true;
        }
        boolean tooHigh = announced != null && announced > rows;
        String what = tooHigh
                ? "the API reports a total of " + announced + " records and returned " + rows
                : "the API ended a list with a repeated page, after " + rows + " records";
        Long before = rowsBefore;
        if (before == null || before != rows) {
            if (before != null && ++tries == MOST_TRIES) {
                throw new IllegalStateException(what + ", and " + before
                        + " with another page size, so records are missing; request a narrower list or"
                        + " a smaller pageSize");
            }
            rowsBefore = rows;
            if (paginator.resize(Math.max(1, largestPage - 1 - tries))) {
                return false;
            }
        }
        if (!tooHigh) {
            return true;
        }
        if (required) {
            throw new IllegalStateException(what + ", which requireTotal forbids; check query and totalPath");
        }
        warning = what + ": either the total counts something else, or records are missing; check query and totalPath";
        return true;
    }

    private boolean isDoubtful(long rows) {
        Long announced = paginator.announced();
        return (announced != null && announced > rows) || paginator.isEndDoubtful();
    }

    /** A warning about the total; null when there is none. */
    @Nullable
    String warning() {
        return warning;
    }
}
