package dev.tidemark.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The timings of a program's sources, by name. Thread-safe. */
public final class Timings {

    /** The pause of a source that follows an unknown one. */
    private static final Duration UNKNOWN = Duration.ofDays(1);

    private final Map<String, Timing> timings = new ConcurrentHashMap<>();

    public Timings() {}

    public Timings(Map<String, ? extends Timing> timings) {
        this.timings.putAll(timings);
    }

    /** Adds a source, or replaces its timing. */
    public void put(String source, Timing timing) {
        timings.put(source, timing);
    }

    public void remove(String source) {
        timings.remove(source);
    }

    public Set<String> names() {
        return Set.copyOf(timings.keySet());
    }

    public @Nullable Timing find(String source) {
        return timings.get(source);
    }

    /** The sources that follow a source directly, sorted. */
    public List<String> followers(String source) {
        return timings.entrySet().stream()
                .filter(each -> each.getValue() instanceof Timing.After after
                        && after.source().equals(source))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The longest time that regularly passes between two syncs. A source that follows another has that one's. */
    public Duration longestPause(Timing timing, Instant now) {
        Timing at = timing;
        Set<String> seen = new HashSet<>();
        while (at instanceof Timing.After after && seen.add(after.source())) {
            at = timings.get(after.source());
        }
        if (at instanceof Timing.Every every) {
            return every.period();
        }
        return at instanceof Timing.At scheduled ? scheduled.cron().longestPause(now) : UNKNOWN;
    }
}
