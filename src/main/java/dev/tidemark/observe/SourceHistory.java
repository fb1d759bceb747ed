package dev.tidemark.observe;

import dev.tidemark.state.PastSync;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a source's newest syncs.
 *
 * @param last the newest sync; null when there was none
 * @param success the newest successful sync; null when there was none
 * @param failures the number of failures since then
 * @param first the start of the oldest known sync; null when there was none
 * @param points one per sync, the oldest first
 */
record SourceHistory(
        @Nullable PastSync last,
        @Nullable PastSync success,
        int failures,
        @Nullable Instant first,
        List<SyncPoint> points) {

    private static final String FAILED = "failed";

    static final SourceHistory NONE = new SourceHistory(null, null, 0, null, List.of());

    /**
     * Summarizes syncs.
     *
     * @param syncs the newest first
     * @param success the newest success, used when it is not among them
     */
    static SourceHistory of(WatchedSource source, List<PastSync> syncs, @Nullable PastSync success) {
        if (syncs.isEmpty()) {
            return NONE;
        }
        int failures = 0;
        PastSync found = null;
        for (PastSync sync : syncs) {
            if (sync.status().equals(PastSync.OK)) {
                found = sync;
                break;
            }
            failures += sync.status().equals(FAILED) ? 1 : 0;
        }
        List<SyncPoint> points = syncs.stream().map(sync -> point(source, sync)).toList();
        return new SourceHistory(
                syncs.get(0),
                found == null ? success : found,
                failures,
                syncs.get(syncs.size() - 1).started(),
                reversed(points));
    }

    private static SyncPoint point(WatchedSource source, PastSync sync) {
        var lag = source.lagAfter(sync);
        return new SyncPoint(
                sync.ended(),
                sync.status(),
                sync.rowsWritten(),
                (sync.ended().toEpochMilli() - sync.started().toEpochMilli()) / 1000.0,
                lag == null ? null : lag.toMillis() / 1000.0);
    }

    private static List<SyncPoint> reversed(List<SyncPoint> points) {
        SyncPoint[] all = new SyncPoint[points.size()];
        for (int i = 0; i < all.length; i++) {
            all[all.length - 1 - i] = points.get(i);
        }
        return List.of(all);
    }
}
