package dev.tidemark.sync;

import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listens to syncs on their own threads, and must not throw. All listeners in Camel's registry are called. */
public interface SyncListener {

    /** Called when a sync has started. A sync that fails before its start only ends. */
    default void began(Progress progress) {}

    /**
     * Called when a chunk was written.
     *
     * @param soFar the counts of the sync up to now
     * @param took the time since the chunk was handed out
     */
    default void chunkWritten(String source, RowCounts soFar, Duration took) {}

    /** Called when a dry run has read a chunk that a sync would hand out. */
    default void chunkPassed(String source, List<Map<String, @Nullable Object>> chunk) {}

    /** Called when a sync has ended, with any status. */
    void ended(SyncResult result);

    /** Called when a sync was not started: another process is syncing the source, or the one that it follows failed. */
    default void refused(SyncResult result) {
        ended(result);
    }
}
