package dev.tidemark.action;

import dev.tidemark.graph.RecordStep;
import dev.tidemark.row.RefusedRecord;
import dev.tidemark.row.RowBuilder;
import dev.tidemark.sync.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The only step of an action Kamelet: replaces the records in the body by new ones, and keeps everything else of the message,
 * so that the checkpoint of their source stays with them. The records that it gets are not changed, as another branch of the
 * route may have them too. A record that it cannot process becomes a {@link RefusedRecord}; one that is refused already is
 * passed on untouched. Thread-safe.
 */
public abstract class RecordAction implements RecordStep {

    private static final Pattern OF_AN_ACTION = Pattern.compile("records-[a-z]+-action: ");

    private final String name;

    /** @param name of its Kamelet */
    protected RecordAction(String name) {
        this.name = name;
    }

    /** Whether a record was refused by an action, for this reason. */
    public static boolean isReason(String reason) {
        return OF_AN_ACTION.matcher(reason).lookingAt();
    }

    /** Processes the records in the body: a Map, or a list, array or another collection of Maps. */
    public final void apply(Exchange exchange) {
        validate();
        Object body = exchange.getMessage().getBody();
        try {
            exchange.getMessage().setBody(changed(Records.of(body, name), exchange));
        } catch (RuntimeException e) {
            // A route that handles the failure must not continue with a single record.
            exchange.getMessage().setBody(body);
            throw e;
        }
    }

    private Object changed(Records records, Exchange exchange) {
        List<Map<String, @Nullable Object>> out = new ArrayList<>(records.list().size());
        RowBuilder rows = new RowBuilder();
        before(exchange, records.list());
        int leftOut = 0;
        for (Map<String, @Nullable Object> record : records.list()) {
            if (record instanceof RefusedRecord) {
                out.add(record);
                continue;
            }
            int size = out.size();
            try {
                change(record, rows, out, exchange);
                leftOut += out.size() == size ? 1 : 0;
            } catch (RefusedException e) {
                rows.clear();
                out.subList(size, out.size()).clear();
                out.add(new RefusedRecord(record, name + ": " + e.getMessage()));
            }
        }
        SyncRun run = SyncRun.find(exchange);
        if (run != null) {
            run.chunk().filtered(leftOut);
            String cursor = run.cursorField(exchange);
            String next = cursor == null ? null : follow(cursor);
            if (cursor != null && !cursor.equals(next)) {
                SyncRun.moveCursor(exchange, next);
            }
        }
        return records.single() && out.size() == 1 ? out.get(0) : out;
    }

    /**
     * Checks the parameters against each other.
     *
     * @throws IllegalArgumentException when one is missing or they contradict each other
     */
    public void validate() {}

    /** Called before the records of a body. */
    protected void before(Exchange exchange, List<Map<String, @Nullable Object>> records) {}

    /**
     * Processes a record.
     *
     * @param rows to make rows with
     * @param out takes the new records; a record for which it takes none is counted as filtered
     * @throws RefusedException when the record cannot be processed
     */
    protected abstract void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange);
}
