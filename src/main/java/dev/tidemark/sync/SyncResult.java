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
 * The result of a sync. Written as JSON with these names.
 *
 * @param rowsWritten new or changed rows
 * @param rowsUnchanged rows that were in the table already, identical
 * @param state the stored state; null when there is none
 * @param error for a person; null when all went well
 * @param warnings for a person: what was unusual in a successful sync; not part of the JSON
 * @param start how it started; not part of the JSON
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

    /** The counts of the sync. */
    public RowCounts counts() {
        return new RowCounts(rowsRead, rowsWritten, rowsUnchanged, rowsRejected, pages);
    }

    /** How it ended. */
    public enum Status {
        /** Nothing newer is left. */
        OK,
        /** It failed; what was stored before remains. */
        FAILED,
        /** The program was stopped; the next sync resumes from here. */
        STOPPED;

        /** The word in summaries. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
