package dev.tidemark.sync;

import dev.tidemark.state.RangeTask;

/** Another worker has done the range already, or its plan is over: what was written last is rolled back. */
final class RangeTakenException extends RuntimeException {

    RangeTakenException(RangeTask task) {
        super("the range " + task.first() + " to " + task.last() + " was done elsewhere, or is not wanted any longer");
    }
}
