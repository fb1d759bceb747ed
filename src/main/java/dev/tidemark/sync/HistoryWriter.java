package dev.tidemark.sync;

import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
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
        try {
            history.add(result);
        } catch (RuntimeException e) {
            LOG.warn("{}: could not add this sync to the history: {}", result.source(), Failure.text(e));
        }
    }

    /** A refused sync is not recorded: the history gets the sync of the other process. */
    @Override
    public void refused(SyncResult result) {}
}
