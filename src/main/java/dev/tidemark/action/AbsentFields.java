package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import dev.tidemark.sync.SyncRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, once per start, which fields of an action none of the records has: they may be misspelt. Thread-safe. */
final class AbsentFields {

    private static final Logger LOG = LoggerFactory.getLogger(AbsentFields.class);

    private final AtomicBoolean seen = new AtomicBoolean();

    void see(Exchange exchange, String action, List<FieldPath> fields, List<Map<String, @Nullable Object>> records) {
        if (records.isEmpty() || seen.getAndSet(true)) {
            return;
        }
        SyncRun run = SyncRun.find(exchange);
        for (FieldPath field : fields) {
            if (records.stream().noneMatch(field::isIn)) {
                LOG.warn(
                        "{}{}: none of {} records has the field `{}`; their fields are {}",
                        run == null ? "" : run.source() + ": ",
                        action,
                        records.size(),
                        field,
                        records.get(0).keySet());
            }
        }
    }
}
