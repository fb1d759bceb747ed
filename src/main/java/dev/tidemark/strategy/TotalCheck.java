package dev.tidemark.strategy;

import org.jspecify.annotations.Nullable;

/**
 * Counts the records of a list. Where the API announces more than came, or ends the list with a full page that came before, the
 * list is walked once more with another page size: if records were left out, it then has another number of them. An unchanged
 * number means that the total counts something else, and that the end was one.
 */
final class TotalCheck {

    private static final int MOST_TRIES = 3;

    private final Paginator continuation;
    private final boolean required;
    private @Nullable Long rowsBefore;
    private int tries;
    private @Nullable String warning;

    /** @param required whether a total that stays above the records fails the sync */
    TotalCheck(Paginator continuation, boolean required) {
        this.continuation = continuation;
        this.required = required;
    }

    /**
     * A list was walked to its end for the first time: when its number of records is in doubt, the next walk has another page
     * size.
     */
    void firstWalkEnds(long rows, int largestPage) {
        if (rowsBefore == null && isDoubtful(rows) && continuation.resize(Math.max(1, largestPage - 1))) {
            rowsBefore = rows;
        }
    }

    /**
     * A list was walked to its end, and is whole as far as its records show.
     *
     * @param rows how many records came
     * @param largestPage how many records its largest page has
     * @return no when it has to be walked once more, with another page size
     * @throws IllegalStateException when records are missing
     */
    boolean isExplained(long rows, int largestPage) {
        Long announced = continuation.announced();
        if (required && announced == null) {
            throw new IllegalStateException(
                    "no response gave a total, or they gave different ones, and requireTotal asks"
                            + " for one; check totalPath, or sync again when the list rests");
        }
        if (!isDoubtful(rows)) {
            return true;
        }
        boolean tooHigh = announced != null && announced > rows;
        String what = tooHigh
                ? "the API announces " + announced + " records and gave " + rows
                : "the API ended a list with a page that came twice, after " + rows + " records";
        Long before = rowsBefore;
        if (before == null || before != rows) {
            if (before != null && ++tries == MOST_TRIES) {
                throw new IllegalStateException(
                        what + ", and " + before
                                + " with another page size, so records are missing; ask for a narrower list or a smaller pageSize");
            }
            rowsBefore = rows;
            if (continuation.resize(Math.max(1, largestPage - 1 - tries))) {
                return false;
            }
        }
        if (!tooHigh) {
            return true;
        }
        if (required) {
            throw new IllegalStateException(what + ", as requireTotal forbids; check query and totalPath");
        }
        warning = what + ": either the total counts something else, or records are missing; check query and totalPath";
        return true;
    }

    private boolean isDoubtful(long rows) {
        Long announced = continuation.announced();
        return (announced != null && announced > rows) || continuation.isEndDoubtful();
    }

    /** What a person should know of the total; null when there is nothing. */
    @Nullable
    String warning() {
        return warning;
    }
}
