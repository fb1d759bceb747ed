package dev.tidemark.sync;

import java.time.Duration;
import java.util.function.Consumer;

/** Fetches the work units of a sync. */
interface WorkRunner {

    /**
     * Runs until all units are done, or the sync is to stop.
     *
     * @param written receives the time that each unit took
     */
    void run(SyncRun sync, Consumer<Duration> written);
}
