package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A partition as the table {@code tidemark_partitions} has it.
 *
 * @param state what the strategy stored; null before the first checkpoint
 * @param version increases by one with each checkpoint; 0 before the first
 * @param error why it failed when it was last requested; null when it did not
 * @param seenAt when a sync last found it
 * @param syncedAt when it was last requested to its end, or failed; null before that
 */
public record StoredPartition(
        Partition partition,
        @Nullable ObjectNode state,
        long version,
        Status status,
        @Nullable String error,
        Instant seenAt,
        @Nullable Instant syncedAt) {

    /** How it ended when it was last requested. */
    public enum Status {
        /** It was not requested yet. */
        NEW,
        /** Nothing newer was left. */
        OK,
        /** It failed. */
        FAILED,
        /** The API has no such parent (404 or 410). */
        GONE;

        /** As it is stored and shown. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException when it is not the word of one */
        public static Status of(String word) {
            for (Status each : values()) {
                if (each.word().equals(word)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(
                    "the status of a partition is `" + word + "`, but must be new, ok, failed or gone");
        }
    }
}
