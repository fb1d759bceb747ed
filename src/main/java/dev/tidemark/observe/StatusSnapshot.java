package dev.tidemark.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the sources were when they were looked at.
 *
 * @param at the time of these statuses
 * @param fault why they could not be read since; null when they could
 */
record StatusSnapshot(Instant at, List<SourceStatus> statuses, Map<String, SourceStatus> byName, @Nullable String fault) {

    static StatusSnapshot of(Instant at, List<SourceStatus> statuses) {
        return new StatusSnapshot(
                at,
                statuses,
                statuses.stream().collect(Collectors.toMap(SourceStatus::name, Function.identity())),
                null);
    }

    /** Why a source is down; null when it is up. Without its state, it is. */
    @Nullable
    String faultOf(@Nullable SourceStatus status) {
        return fault != null ? "its state cannot be read: " + fault : status == null ? null : status.fault();
    }

    /** The same, after it could not be read again. */
    StatusSnapshot failed(String why) {
        return new StatusSnapshot(at, statuses, byName, why);
    }
}
