package dev.tidemark.sync;

import dev.tidemark.state.RowCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Is told of syncs on their own threads, and must not throw. All that stand in Camel's registry are called. */
public interface SyncListener {

    /** A sync has begun. One that fails before it begins only ends. */
    default void began(Progress progress) {}

    /**
     * A chunk was written.
     *
     * @param soFar what the sync has done up to now
     * @param took from the moment at which the chunk was handed out
     */
    default void chunkWritten(String source, RowCounts soFar, Duration took) {}

    /** A dry run has read a chunk that a sync would hand out. */
    default void chunkPassed(String source, List<Map<String, @Nullable Object>> chunk) {}

    /** A sync has ended, one way or another. */
    void ended(SyncResult result);

    /** A sync was not begun, as another process is syncing the source. */
    default void refused(SyncResult result) {
        ended(result);
    }
}
