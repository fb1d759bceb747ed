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
 * How many rejects wait in the databases that the sources write to. One of them that does not answer leaves the number
 * unknown; what else is told of the sources does not depend on it. Used by one thread at a time.
 */
public final class RejectCounts {

    private static final Logger LOG = LoggerFactory.getLogger(RejectCounts.class);

    /** To count them reads the whole of their tables. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final List<RejectTable> tables;
    private final TimedCall<Map<String, Long>> counts;
    private boolean created;
    private boolean told;
    private @Nullable Map<String, Long> last;
    private Instant countedAt = Instant.MIN;

    /** @param patience for how long to wait for them */
    public RejectCounts(Collection<DataSource> databases, Duration patience) {
        this.tables = databases.stream().map(RejectTable::new).toList();
        this.counts = new TimedCall<>(patience, "tidemark-rejects");
    }

    /**
     * The numbers by the names of the sources, at most half a minute old at that time; those without any are left out. Null when
     * they are not known.
     */
    @Nullable
    Map<String, Long> bySource(Instant now) {
        Map<String, Long> known = last;
        if (known != null && now.isBefore(countedAt.plus(FRESH))) {
            return known;
        }
        try {
            Map<String, Long> answer = counts.answer(this::count);
            told = false;
            last = answer;
            countedAt = now;
            return answer;
        } catch (TimeoutException | ExecutionException e) {
            if (!told) {
                told = true;
                LOG.warn("the rejects that wait cannot be counted: {}", Failure.text(e));
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
