package dev.tidemark.observe;

import dev.tidemark.schedule.Timing;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The sources whose status is reported, by name. Not thread-safe. */
final class WatchedSources {

    private final Map<String, WatchedSource> sources = new LinkedHashMap<>();

    /**
     * Adds sources, or replaces those with the same names. The limits of a follower depend on the source that it follows, so
     * they are renewed.
     */
    void begin(List<WatchedSource> more, Function<WatchedSource, HealthLimits> limits) {
        more.forEach(source -> sources.put(source.name(), source));
        sources.replaceAll(
                (name, source) -> source.timing() instanceof Timing.After ? source.with(limits.apply(source)) : source);
    }

    void end(Collection<String> names) {
        sources.keySet().removeAll(names);
    }

    Collection<WatchedSource> all() {
        return sources.values();
    }

    Set<String> names() {
        return sources.keySet();
    }
}
