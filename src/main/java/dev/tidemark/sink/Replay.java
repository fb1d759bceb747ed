package dev.tidemark.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
 * Rejects of one sink that are to be written again, as one chunk. In the transaction of the rows, those that could be
 * written are forgotten, and the others get their new reason. Used by one thread.
 */
public final class Replay {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final @Nullable String cursorField;
    private final IdentityHashMap<Map<String, @Nullable Object>, String> ids = new IdentityHashMap<>();
    private final List<Map<String, @Nullable Object>> records = new ArrayList<>();
    private long written;
    private long refused;

    /** @param cursorField the source's field that tells newer from older; null when there is none */
    public Replay(@Nullable String cursorField) {
        this.cursorField = cursorField;
    }

    /**
     * Adds a reject; of two with one key and without a version the one added later is written.
     *
     * @param record a JSON object
     * @throws IllegalArgumentException when the record is none, as after a change by hand
     */
    public void add(String id, String record) {
        try {
            Map<String, @Nullable Object> read =
                    MAPPER.readValue(record, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
            records.add(read);
            ids.put(read, id);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the record of the reject " + id + " is no whole JSON object, so it stays; it was too long to be"
                            + " kept, or changed by hand: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Makes an exchange, on its way to the sink, that of this replay. */
    public void begin(Exchange exchange) {
        exchange.setProperty(ExchangeKeys.REPLAY, this);
        exchange.getMessage().setBody(records);
    }

    /** How many there are. */
    public int size() {
        return records.size();
    }

    /** How many rows were inserted or updated; of the others, the table had the same or a newer version. */
    public long written() {
        return written;
    }

    /** How many were refused again. */
    public long refused() {
        return refused;
    }

    /** That of an exchange; null when it has none. */
    static @Nullable Replay find(Exchange exchange) {
        return exchange.getProperty(ExchangeKeys.REPLAY, Replay.class);
    }

    @Nullable
    String cursorField() {
        return cursorField;
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
