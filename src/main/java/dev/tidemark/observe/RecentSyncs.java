package dev.tidemark.observe;

import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest syncs of the sources, read again only when there is a newer one. Not thread-safe. */
final class RecentSyncs {

    /** The number of syncs that are read per source. */
    static final int MOST = 100;

    private final SyncHistory history;
    private final Map<String, Known> known = new HashMap<>();

    /** The history that was read when the newest sync had this start time. */
    private record Known(WatchedSource source, Instant newest, SourceHistory history) {}

    RecentSyncs(SyncHistory history) {
        this.history = history;
    }

    /** The history of each source, by name, without sources that were never synced. */
    Map<String, SourceHistory> read(List<WatchedSource> sources) {
        Map<String, Instant> newest = history.newest();
        Map<String, SourceHistory> all = new HashMap<>();
        for (WatchedSource source : sources) {
            Instant at = newest.get(source.name());
            if (at != null) {
                Known before = known.get(source.name());
                Known now = before != null && before.newest.equals(at) && before.source.equals(source)
                        ? before
                        : new Known(source, at, read(source));
                known.put(source.name(), now);
                all.put(source.name(), now.history);
            }
        }
        known.keySet().retainAll(all.keySet());
        return all;
    }

    private SourceHistory read(WatchedSource source) {
        List<SyncResult> syncs = history.newest(source.name(), MOST);
        boolean succeeded = syncs.stream().anyMatch(sync -> sync.status() == SyncResult.Status.OK);
        return SourceHistory.of(
                source,
                syncs,
                succeeded || syncs.size() < MOST
                        ? null
                        : history.lastSuccess(source.name()).orElse(null));
    }
}
