package dev.tidemark.strategy;

import org.jspecify.annotations.Nullable;

/**
 * Compares how many records an API announces with how many came. Where more are announced, the list is walked once more with
 * another page size: a server that leaves out records by the page then gives another number. An unchanged number means that
 * the total counts something else.
 */
final class TotalCheck {

    private static final int MOST_TRIES = 3;

    private final Continuation continuation;
    private final boolean required;
    private @Nullable Long rowsBefore;
    private int tries;
    private @Nullable String warning;

    /** @param required whether a total that stays above the records fails the sync */
    TotalCheck(Continuation continuation, boolean required) {
        this.continuation = continuation;
        this.required = required;
    }

    /**
     * A list was walked to its end.
     *
     * @param rows how many records came
     * @param largestPage how many records its largest page has
     * @return no when it has to be walked once more, with another page size
     * @throws IllegalStateException when records are missing
     */
    boolean isExplained(long rows, int largestPage) {
        Long announced = continuation.announced();
        if (announced == null || announced <= rows) {
            return true;
        }
        Long before = rowsBefore;
        String what = "the API announces " + announced + " records and gave " + rows;
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
        if (required) {
            throw new IllegalStateException(what + ", as requireTotal forbids; check query and totalPath");
        }
        warning = what + ": either the total counts something else, or records are missing; check query and totalPath";
        return true;
    }

    /** Whether another page size has brought the same number of records, below the total still. */
    boolean isConfirmed(long rows) {
        Long announced = continuation.announced();
        return rowsBefore != null && rowsBefore == rows && announced != null && announced > rows;
    }

    /** What a person should know of the total; null when there is nothing. */
    @Nullable
    String warning() {
        return warning;
    }
}
