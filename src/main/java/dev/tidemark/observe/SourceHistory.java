package dev.tidemark.observe;

import dev.tidemark.state.PastSync;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the newest syncs of a source say of it.
 *
 * @param last the newest; null when there was none
 * @param success the newest that came to its end; null when there was none
 * @param failures how many failed since then
 * @param first when the oldest began that is still known; null when there was none
 * @param points the oldest first
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
     * Sums syncs up.
     *
     * @param syncs the newest first
     * @param success the newest success, should it not be among them
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
