package dev.tidemark.observe;

import dev.tidemark.sink.RejectTable;
import dev.tidemark.sync.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the waiting rejects in the databases that the sources write to. When a database does not respond, the counts are
 * unknown; the rest of the status does not depend on them. Not thread-safe.
 */
public final class RejectCounts {

    private static final Logger LOG = LoggerFactory.getLogger(RejectCounts.class);

    /** Counting reads the complete tables. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final List<RejectTable> tables;
    private final TimedCall<Map<String, Long>> counts;
    private boolean created;
    private boolean logged;
    private @Nullable Map<String, Long> last;
    private Instant countedAt = Instant.MIN;

    /** @param patience the maximum wait for the databases */
    public RejectCounts(Collection<DataSource> databases, Duration patience) {
        this.tables = databases.stream().map(RejectTable::new).toList();
        this.counts = new TimedCall<>(patience, "tidemark-rejects");
    }

    /**
     * The counts by source name, at most half a minute old at that time, without sources that have none. Null when the
     * counts are unknown.
     */
    @Nullable
    Map<String, Long> bySource(Instant now) {
        Map<String, Long> known = last;
        if (known != null && now.isBefore(countedAt.plus(FRESH))) {
            return known;
        }
        try {
            Map<String, Long> response = counts.result(this::count);
            logged = false;
            last = response;
            countedAt = now;
            return response;
        } catch (TimeoutException | ExecutionException e) {
            if (!logged) {
                logged = true;
                LOG.warn("cannot count the waiting rejects: {}", Failure.text(e));
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Map<String, Long> count() {
        if (!created) {
            tables.forEach(RejectTable::createTable);
            created = true;
        }
        Map<String, Long> all = new HashMap<>();
        tables.forEach(table -> table.counts().forEach((source, count) -> all.merge(source, count, Long::sum)));
        return all;
    }
}
