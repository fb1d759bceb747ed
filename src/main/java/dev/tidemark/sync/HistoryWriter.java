package dev.tidemark.sync;

import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds each sync to the history. A failure to do so is logged, and does not change the result of the sync. */
public final class HistoryWriter {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    private final SyncHistory history;

    /** @param history where syncs are stored */
    public HistoryWriter(SyncHistory history) {
        this.history = history;
    }

    /** Called when a sync has ended. */
    public void add(SyncResult result) {
        try {
            history.add(result);
        } catch (RuntimeException e) {
            LOG.warn("{}: could not add this sync to the history: {}", result.source(), Failure.text(e));
        }
    }
}
