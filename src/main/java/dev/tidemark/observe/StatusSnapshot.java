package dev.tidemark.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of the sources at one time.
 *
 * @param at the time of these statuses
 * @param fault why the latest read failed; null when it succeeded
 */
record StatusSnapshot(
        Instant at, List<SourceStatus> statuses, Map<String, SourceStatus> byName, @Nullable String fault) {

    static StatusSnapshot of(Instant at, List<SourceStatus> statuses) {
        return new StatusSnapshot(
                at,
                statuses,
                statuses.stream().collect(Collectors.toMap(SourceStatus::name, Function.identity())),
                null);
    }

    /** Why a source is down; null when it is up. It is down when its state cannot be read. */
    @Nullable
    String faultOf(@Nullable SourceStatus status) {
        return fault != null ? "cannot read its state: " + fault : status == null ? null : status.fault();
    }

    /** A copy with the error of a later read. */
    StatusSnapshot failed(String why) {
        return new StatusSnapshot(at, statuses, byName, why);
    }
}
