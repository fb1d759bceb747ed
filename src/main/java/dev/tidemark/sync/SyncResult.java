package dev.tidemark.sync;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.RowCounts;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a sync ended. Written as JSON with these names.
 *
 * @param rowsWritten new or changed rows
 * @param rowsUnchanged rows that were in the table already, identical
 * @param state what is stored now; null when nothing is
 * @param error for a person; null when all went well
 * @param warnings for a person: what was unusual though all went well; no part of the JSON
 * @param start how it began; no part of the JSON
 */
@JsonPropertyOrder({
    "source",
    "strategy",
    "status",
    "rowsRead",
    "rowsWritten",
    "rowsUnchanged",
    "rowsRejected",
    "pages",
    "state",
    "seconds",
    "error"
})
public record SyncResult(
        String source,
        String strategy,
        Status status,
        long rowsRead,
        long rowsWritten,
        long rowsUnchanged,
        long rowsRejected,
        int pages,
        @Nullable ObjectNode state,
        double seconds,
        @Nullable String error,
        @JsonIgnore List<String> warnings,
        @JsonIgnore SyncStart start) {

    public SyncResult {
        warnings = List.copyOf(warnings);
    }

    /** What it did, counted. */
    public RowCounts counts() {
        return new RowCounts(rowsRead, rowsWritten, rowsUnchanged, rowsRejected, pages);
    }

    /** How it ended. */
    public enum Status {
        /** Nothing newer is left. */
        OK,
        /** It broke off; what was stored before stays. */
        FAILED,
        /** The program was stopped; the next sync goes on from here. */
        STOPPED;

        /** The word in summaries. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
