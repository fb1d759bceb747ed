package dev.tidemark.sink;

import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.SyncListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rejects that were not replayed for a long time. It runs after a completed sync, at most once an hour, and deletes
 * one batch per database; while more remain, it deletes a batch after each sync. Thread-safe.
 */
public final class RejectExpiry implements SyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(RejectExpiry.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final List<RejectTable> tables;
    private final Duration keep;
    private final InstantSource clock;
    private Instant due = Instant.MIN;

    /**
     * Expires the rejects of some databases.
     *
     * @param databases the databases that sinks write to
     * @param keep for how long rejects are kept
     */
    public RejectExpiry(Collection<DataSource> databases, Duration keep, InstantSource clock) {
        this.tables = databases.stream().map(RejectTable::new).toList();
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public void ended(SyncResult result) {
        Instant now = clock.instant();
        if (result.status() == SyncResult.Status.OK && isDue(now)) {
            tables.forEach(table -> delete(table, now.minus(keep)));
        }
    }

    private synchronized boolean isDue(Instant now) {
        if (now.isBefore(due)) {
            return false;
        }
        due = now.plus(PAUSE);
        return true;
    }

    private synchronized void repeatSoon() {
        due = Instant.MIN;
    }

    private void delete(RejectTable table, Instant before) {
        try {
            int deleted = table.deleteBefore(before);
            if (deleted > 0) {
                LOG.warn(
                        "deleted {} rejects from before {} that were never replayed; tidemark.rejects.keep sets how"
                                + " long rejects are kept",
                        deleted,
                        before);
            }
            if (deleted == RejectTable.BATCH) {
                repeatSoon();
            }
        } catch (RuntimeException e) {
            LOG.warn("could not delete old rejects; next attempt in {}: {}", PAUSE, Failure.text(e));
        }
    }
}
