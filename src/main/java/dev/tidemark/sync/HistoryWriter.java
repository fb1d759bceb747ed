package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.PastSync;
import dev.tidemark.state.SyncHistory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds each sync to the history. A failure to do so is logged, and does not change the result of the sync. */
public final class HistoryWriter implements SyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    private final SyncHistory history;

    /** @param history where syncs are stored */
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
            LOG.warn("{}: could not add this sync to the history: {}", result.source(), Failure.text(e));
        }
    }

    /** A refused sync is not recorded: the history gets the sync of the other process. */
    @Override
    public void refused(SyncResult result) {}

    private static @Nullable String text(@Nullable ObjectNode state) {
        return state == null ? null : state.toString();
    }
}
