package dev.tidemark.observe;

import dev.tidemark.state.SyncResult;
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
        @Nullable SyncResult last,
        @Nullable SyncResult success,
        int failures,
        @Nullable Instant first,
        List<SyncPoint> points) {

    static final SourceHistory NONE = new SourceHistory(null, null, 0, null, List.of());

    /**
     * Summarizes syncs.
     *
     * @param syncs the newest first
     * @param success the newest success, used when it is not among them
     */
    static SourceHistory of(WatchedSource source, List<SyncResult> syncs, @Nullable SyncResult success) {
        if (syncs.isEmpty()) {
            return NONE;
        }
        int failures = 0;
        SyncResult found = null;
        for (SyncResult sync : syncs) {
            if (sync.status() == SyncResult.Status.OK) {
                found = sync;
                break;
            }
            failures += sync.status() == SyncResult.Status.FAILED ? 1 : 0;
        }
        List<SyncPoint> points = syncs.stream().map(sync -> point(source, sync)).toList();
        return new SourceHistory(
                syncs.get(0),
                found == null ? success : found,
                failures,
                syncs.get(syncs.size() - 1).start().at(),
                reversed(points));
    }

    private static SyncPoint point(WatchedSource source, SyncResult sync) {
        var lag = source.lagAfter(sync);
        return new SyncPoint(
                sync.ended(),
                sync.status().word(),
                sync.rowsWritten(),
                sync.seconds(),
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
