package dev.tidemark.observe;

import dev.tidemark.route.yaml.DurationText;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * The settings for when a source is down: {@code tidemark.health.maxFailures} and {@code tidemark.health.maxStaleness}, and
 * the same keys with a source's name before the last part. The defaults are three failures, and three times the longest
 * pause between syncs but at least an hour.
 */
public final class HealthSettings {

    /** The prefix of the keys. */
    public static final String PREFIX = "tidemark.health.";

    private static final String MAX_FAILURES = "maxFailures";
    private static final String MAX_STALENESS = "maxStaleness";
    private static final int FAILURES = 3;
    private static final int PAUSES = 3;
    private static final Duration SHORTEST_STALENESS = Duration.ofHours(1);

    private final Map<String, String> values = new TreeMap<>();

    private HealthSettings() {}

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys; other keys are ignored
     * @param problems receives a message for each mistake; the key is then ignored
     */
    public static HealthSettings of(Map<String, String> properties, List<String> problems) {
        HealthSettings settings = new HealthSettings();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String problem = problem(key, value.strip());
                if (problem == null) {
                    settings.values.put(key.substring(PREFIX.length()), value.strip());
                } else {
                    problems.add(problem);
                }
            }
        });
        return settings;
    }

    private static @Nullable String problem(String key, String value) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        if (last.equals(MAX_FAILURES)) {
            return value.matches("[1-9]\\d?|" + RecentSyncs.MOST)
                    ? null
                    : key + " is `" + value + "`, not a whole number from 1 to " + RecentSyncs.MOST;
        }
        if (last.equals(MAX_STALENESS)) {
            return DurationText.isValid(value) && TimeUtils.toMilliSeconds(value) > 0
                    ? null
                    : key + " is `" + value + "`, not a time such as 2h, 30m or 1d";
        }
        return key + " is not a known key; use"
                + " " + PREFIX + MAX_FAILURES + " or " + PREFIX + MAX_STALENESS + ", or for one source"
                + " " + PREFIX + "SOURCE." + MAX_FAILURES + " or " + PREFIX + "SOURCE."
                + MAX_STALENESS;
    }

    /** A message for each key that names an unknown source. */
    public List<String> unknown(Collection<String> sources) {
        return values.keySet().stream()
                .filter(key -> key.contains("."))
                .filter(key -> !sources.contains(key.substring(0, key.lastIndexOf('.'))))
                .map(key -> {
                    String name = key.substring(0, key.lastIndexOf('.'));
                    return PREFIX + key + ": unknown source `" + name + "`"
                            + Suggestion.didYouMean(name, new TreeSet<>(sources));
                })
                .toList();
    }

    /**
     * The limits of a source.
     *
     * @param timings those of all running sources, which it may follow
     */
    public HealthLimits limits(String source, Timing timing, Timings timings) {
        String failures = find(source, MAX_FAILURES);
        String staleness = find(source, MAX_STALENESS);
        Duration pauses = timings.longestPause(timing, Instant.now()).multipliedBy(PAUSES);
        return new HealthLimits(
                failures == null ? FAILURES : Integer.parseInt(failures),
                staleness != null
                        ? Duration.ofMillis(TimeUtils.toMilliSeconds(staleness))
                        : pauses.compareTo(SHORTEST_STALENESS) > 0 ? pauses : SHORTEST_STALENESS);
    }

    private @Nullable String find(String source, String key) {
        String own = values.get(source + "." + key);
        return own == null ? values.get(key) : own;
    }
}
