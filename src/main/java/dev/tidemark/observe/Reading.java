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
record Reading(Instant at, List<SourceStatus> statuses, Map<String, SourceStatus> byName, @Nullable String fault) {

    static Reading of(Instant at, List<SourceStatus> statuses) {
        return new Reading(
                at,
                statuses,
                statuses.stream().collect(Collectors.toMap(SourceStatus::name, Function.identity())),
                null);
    }

    /** The same, after it could not be read again. */
    Reading failed(String why) {
        return new Reading(at, statuses, byName, why);
    }
}
