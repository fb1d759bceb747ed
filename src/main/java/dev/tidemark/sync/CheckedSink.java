package dev.tidemark.sync;

/** A sink that checks its table before the first request of a sync. */
public interface CheckedSink {

    /**
     * Checks that the table can be written, and creates it when its columns are declared.
     *
     * @throws RuntimeException when the sync could not write to it
     */
    void checkTable(SyncRun sync);
}
