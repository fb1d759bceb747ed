package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Partition;
import dev.tidemark.state.StoredPartition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Partitions as JSON, in {@code state show}, {@code export} and {@code import}. */
final class PartitionJson {

    /** The field of a source that has its partitions. */
    static final String FIELD = "partitions";

    private static final String ID = "id";
    private static final String VALUES = "values";
    private static final String STATUS = "status";
    private static final String SEEN = "seenAt";
    private static final String SYNCED = "syncedAt";
    private static final String ERROR = "error";
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private PartitionJson() {}

    static Map<String, @Nullable Object> fields(StoredPartition stored) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ID, stored.partition().id());
        fields.put(VALUES, stored.partition().values());
        fields.put(StateImportCommand.STATE, stored.state());
        fields.put(STATUS, stored.status().word());
        fields.put(SEEN, stored.seenAt().toString());
        fields.put(SYNCED, stored.syncedAt() == null ? null : stored.syncedAt().toString());
        fields.put(ERROR, stored.error());
        return fields;
    }

    /** @throws IllegalArgumentException when it is not as {@link #fields} writes it; the message names the field */
    static StoredPartition read(JsonNode partition) {
        String id = partition.path(ID).asText();
        if (!SHA_256.matcher(id).matches()) {
            throw new IllegalArgumentException("its `" + ID + "` is not 64 hexadecimal digits");
        }
        if (!(partition.get(VALUES) instanceof ObjectNode values)) {
            throw new IllegalArgumentException("its `" + VALUES + "` is not a JSON object");
        }
        JsonNode state = partition.path(StateImportCommand.STATE);
        if (!state.isObject() && !state.isNull() && !state.isMissingNode()) {
            throw new IllegalArgumentException("its `" + StateImportCommand.STATE + "` is not a JSON object");
        }
        return new StoredPartition(
                new Partition(id, values),
                state instanceof ObjectNode object ? object : null,
                state.isObject() ? 1 : 0,
                StoredPartition.Status.of(partition.path(STATUS).asText("new")),
                partition.path(ERROR).textValue(),
                time(partition, SEEN, Instant.EPOCH),
                partition.hasNonNull(SYNCED) ? time(partition, SYNCED, Instant.EPOCH) : null);
    }

    private static Instant time(JsonNode partition, String name, Instant absent) {
        String text = partition.path(name).textValue();
        try {
            return text == null ? absent : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its `" + name + "` is `" + text + "`, which is not a time in UTC", e);
        }
    }
}
