package dev.tidemark.sync;

import dev.tidemark.state.UnitTask;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Carries the work units of one sync to workers. Confined to the sync's thread. */
public interface WorkChannel extends AutoCloseable {

    /** How many units can be fetched at a time. */
    int lanes();

    /** Hands a unit to the workers of a lane; lanes are numbered from 0. */
    void send(int lane, UnitTask task);

    /** Whether units may be lost on their way, so that those without a worker are sent again; duplicates are harmless. */
    boolean isLossy();

    /**
     * Checks that units still reach workers.
     *
     * @throws java.io.UncheckedIOException when they do not at the moment
     */
    void check();

    /** Waits until a unit may have ended or the condition holds, at most for that time. */
    void await(BooleanSupplier condition, Duration most);

    /** Ends the workers of this sync, and waits for what they are doing. */
    @Override
    void close();
}
