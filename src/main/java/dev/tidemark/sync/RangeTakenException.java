package dev.tidemark.sync;

import dev.tidemark.state.RangeTask;

/** Another worker fetches the range, or its plan is over: what was written last is rolled back. */
final class RangeTakenException extends RuntimeException {

    RangeTakenException(RangeTask task) {
        super("the range " + task.first() + " to " + task.last() + " is fetched elsewhere, or not wanted any longer");
    }
}
