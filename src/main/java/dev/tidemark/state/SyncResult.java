package dev.tidemark.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a sync. Written as JSON with the names of its getters.
 *
 * @param start how it started; not part of the JSON, except for source and strategy
 * @param state the stored state; null when there is none
 * @param error for a person; null when all went well
 * @param warnings for a person: what was unusual in a successful sync; not part of the JSON, nor of the history
 */
@JsonPropertyOrder({
    "source",
    "strategy",
    "status",
    "rowsRead",
    "rowsWritten",
    "rowsUnchanged",
    "rowsRejected",
    "rowsFiltered",
    "pages",
    "state",
    "seconds",
    "error"
})
public record SyncResult(
        @JsonIgnore SyncStart start,
        Status status,
        @JsonIgnore RowCounts counts,
        @Nullable ObjectNode state,
        double seconds,
        @Nullable String error,
        @JsonIgnore List<String> warnings) {

    public SyncResult {
        warnings = List.copyOf(warnings);
    }

    @JsonProperty
    public String source() {
        return start.source();
    }

    @JsonProperty
    public String strategy() {
        return start.strategy();
    }

    @JsonProperty
    public long rowsRead() {
        return counts.read();
    }

    /** New or changed rows. */
    @JsonProperty
    public long rowsWritten() {
        return counts.written();
    }

    /** Rows that were in the table already, identical. */
    @JsonProperty
    public long rowsUnchanged() {
        return counts.unchanged();
    }

    @JsonProperty
    public long rowsRejected() {
        return counts.rejected();
    }

    /** Records that the route's steps left out on purpose. */
    @JsonProperty
    public long rowsFiltered() {
        return counts.filtered();
    }

    @JsonProperty
    public int pages() {
        return counts.pages();
    }

    /** When it ended, by the clock that its start has. */
    public Instant ended() {
        return start.at().plusMillis(Math.round(seconds * 1000));
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

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
