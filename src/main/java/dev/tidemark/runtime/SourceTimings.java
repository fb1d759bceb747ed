package dev.tidemark.runtime;

import dev.tidemark.observe.HealthSettings;
import dev.tidemark.observe.WatchedSource;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import java.util.List;
import java.util.stream.Collectors;

/** When the sources of a project are due, and how long each may take until it counts as stale. */
public final class SourceTimings {

    private final Kamelets kamelets;
    private final HealthSettings health;
    private final SourceCheck check;
    private final List<Source> sources;

    SourceTimings(Kamelets kamelets, HealthSettings health, SourceCheck check, List<Source> sources) {
        this.kamelets = kamelets;
        this.health = health;
        this.check = check;
        this.sources = sources;
    }

    /** When a source is due. With a mistake in its parameters, which a check reports, its period decides. */
    public Timing of(Source source) {
        try {
            return Timing.of(name -> kamelets.value(source.from(), name));
        } catch (IllegalArgumentException e) {
            return Timing.of(name -> name.equals("period") ? kamelets.value(source.from(), name) : null);
        }
    }

    /** When each source is due. */
    public Timings all() {
        return new Timings(sources.stream().collect(Collectors.toMap(Source::name, this::of, (one, same) -> one)));
    }

    /** Sources with the settings for their status. */
    public List<WatchedSource> watched(List<Source> some) {
        return watched(some, all());
    }

    /**
     * Sources with the settings for their status.
     *
     * @param timings those of all running sources
     */
    public List<WatchedSource> watched(List<Source> some, Timings timings) {
        return some.stream()
                .map(source -> {
                    Timing timing = of(source);
                    return new WatchedSource(
                            source.name(),
                            source.strategy(),
                            timing,
                            health.limits(source.name(), timing, timings),
                            check.findStrategy(source).orElse(null));
                })
                .toList();
    }
}
