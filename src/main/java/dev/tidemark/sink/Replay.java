package dev.tidemark.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.tidemark.action.RecordAction;
import dev.tidemark.json.Json;
import dev.tidemark.row.FieldPath;
import dev.tidemark.row.RefusedRecord;
import dev.tidemark.sync.ExchangeKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Rejects of one sink that are written again, as one chunk. In the rows' transaction, rejects that were written are
 * deleted, and the others get their new reason. Not thread-safe; confined to the sync's thread.
 */
public final class Replay {

    private static final String WITHOUT_NAMES =
            "the response had more or fewer values than names, so it is unknown which value is missing; have the API"
                    + " fix the record, and read it again with `sync SOURCE --from CURSOR`";

    private final @Nullable String cursorField;
    private final IdentityHashMap<Map<String, @Nullable Object>, String> ids = new IdentityHashMap<>();
    private final List<Map<String, @Nullable Object>> records = new ArrayList<>();
    private long written;
    private long refused;

    /** @param cursorField the source's field that orders records as older and newer; null when there is none */
    public Replay(@Nullable String cursorField) {
        this.cursorField = cursorField;
    }

    /**
     * Adds a reject. When two have the same key and no version, the one added later is written.
     *
     * @param reason why it was rejected; a record that an action refused stays a reject, as the actions are not repeated
     * @param record a JSON object
     * @throws IllegalArgumentException when the record is not a JSON object, as after a manual change
     */
    public void add(String id, String reason, String record) {
        try {
            Map<String, @Nullable Object> read =
                    Json.EXACT.readValue(record, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
            // Its values would become a column of that name.
            Map<String, @Nullable Object> again = read.containsKey(RefusedRecord.VALUES)
                    ? new RefusedRecord(read, WITHOUT_NAMES)
                    : RecordAction.isReason(reason) ? new RefusedRecord(read, reason) : read;
            records.add(again);
            ids.put(again, id);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the record of the reject " + id + " is not a complete JSON object, so the reject stays; the"
                            + " record was too long to be stored, or was changed by hand: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Assigns this replay to an exchange that goes to the sink. */
    public void begin(Exchange exchange) {
        exchange.setProperty(ExchangeKeys.REPLAY, this);
        exchange.getMessage().setBody(records);
    }

    /** The number of rejects. */
    public int size() {
        return records.size();
    }

    /** The number of rows inserted or updated. For the others, the table had the same or a newer version. */
    public long written() {
        return written;
    }

    /** The number of rejects that were refused again. */
    public long refused() {
        return refused;
    }

    /** The replay of an exchange; null when it has none. */
    static @Nullable Replay find(Exchange exchange) {
        return exchange.getProperty(ExchangeKeys.REPLAY, Replay.class);
    }

    @Nullable
    String cursorField() {
        return cursorField;
    }

    /** Whether none of the records has the cursor field: an action may have moved it. */
    boolean lacksCursor() {
        FieldPath field = cursorField == null ? null : FieldPath.of(cursorField);
        return field != null && records.stream().noneMatch(field::isIn);
    }

    /** Called in the transaction of the rows. */
    void written(ChunkWrite write, RejectTable table) {
        Map<String, String> reasons = new HashMap<>();
        write.rejects().forEach(reject -> reasons.put(String.valueOf(ids.get(reject.record())), reject.reason()));
        table.replayed(ids.values(), reasons);
        written = write.written();
        refused = reasons.size();
    }
}
