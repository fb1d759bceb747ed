package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.PastSync;
import dev.tidemark.state.SyncHistory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps each sync in the history. One that cannot be kept is logged, and has ended no other way for that. */
public final class HistoryWriter implements SyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    private final SyncHistory history;

    /** @param history where syncs are kept */
    public HistoryWriter(SyncHistory history) {
        this.history = history;
    }

    @Override
    public void ended(SyncResult result) {
        SyncStart start = result.start();
        try {
            history.add(new PastSync(
                    start.id(),
                    result.source(),
                    start.backfill() ? PastSync.BACKFILL : PastSync.SYNC,
                    result.strategy(),
                    start.at(),
                    start.at().plusMillis(Math.round(result.seconds() * 1000)),
                    result.status().word(),
                    result.rowsRead(),
                    result.rowsWritten(),
                    result.rowsUnchanged(),
                    result.rowsRejected(),
                    result.pages(),
                    text(start.state()),
                    text(result.state()),
                    result.error()));
        } catch (RuntimeException e) {
            LOG.warn("{}: this sync is not in the history: {}", result.source(), Failure.text(e));
        }
    }

    /** The sync that the source is in stands there; this was none. */
    @Override
    public void refused(SyncResult result) {}

    private static @Nullable String text(@Nullable ObjectNode state) {
        return state == null ? null : state.toString();
    }
}
