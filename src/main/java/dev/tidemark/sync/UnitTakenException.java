package dev.tidemark.sync;

import dev.tidemark.state.UnitTask;

/** Another worker fetches the unit, or its plan has ended: the last chunk is rolled back. */
final class UnitTakenException extends RuntimeException {

    UnitTakenException(UnitTask task) {
        super("the work unit " + task.number() + " was taken by another worker, or is no longer needed");
    }
}
