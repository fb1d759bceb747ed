package dev.tidemark.sync;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.UnitTask;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a work unit is not done.
 *
 * @param error null when it is done, or when another worker takes it over
 * @param kind what that means for the other units
 */
record UnitFailure(@Nullable String error, UnitTask.Failure kind) {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    /** Where a unit failed, in its error; only another process is worth naming. */
    static final String ON_OWN = " (on " + ProcessName.own() + ")";

    static UnitFailure of(SyncResult result, @Nullable Throwable cause) {
        if (result.status() != SyncResult.Status.FAILED) {
            return new UnitFailure(result.error(), UnitTask.Failure.STOPS_ALL);
        }
        boolean refused = ObjectHelper.getException(LoginRefusedException.class, cause) != null;
        return new UnitFailure(
                Objects.requireNonNullElse(result.error(), "unknown error (no message)"),
                refused ? UnitTask.Failure.FAILS_ALL : UnitTask.Failure.ITS_OWN);
    }

    /**
     * Checks that other units may succeed.
     *
     * @throws RuntimeException when it ends the whole sync
     */
    void requireOwn() {
        switch (kind) {
            case STOPS_ALL -> throw new UncheckedIOException(new SyncStoppedException(error));
            case FAILS_ALL -> throw new IllegalStateException(error);
            case ITS_OWN -> {}
        }
    }

    /**
     * Logs it, and lets the plan know.
     *
     * @return false when there is nothing to report, or the unit no longer belongs to the worker
     */
    boolean report(UnitTask task, String name, RowCounts counts, JdbcStateRepository states) {
        if (error == null) {
            return false;
        }
        LOG.warn("{}: {}: {}", task.source(), name, error);
        return states.units().failed(task, error + ON_OWN, kind, counts);
    }
}
