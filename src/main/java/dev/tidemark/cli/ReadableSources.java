package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.route.SourceOrigin;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.SourceNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sources whose status can be shown despite mistakes in the routes. */
final class ReadableSources {

    private ReadableSources() {}

    /**
     * The sources in readable routes, and those with a state, which may be in the other routes. For the latter, the
     * strategy's defaults are used. Sorted by name.
     *
     * @param names the wanted sources, see {@link SourceNames}; empty for all
     */
    static List<Source> of(Project project, Collection<String> names) {
        Map<String, Source> readable = new TreeMap<>();
        project.sources().forEach(source -> readable.putIfAbsent(source.name(), source));
        readable.values()
                .removeIf(source -> !!project.value(source.from(), "period").isEmpty());
        project.tables().states().createTable();
        project.tables()
                .states()
                .all()
                .forEach((name, stored) -> readable.computeIfAbsent(name, any -> byDefault(name, stored.strategy())));
        return readable.values().stream()
                .filter(source -> !project.value(source.from(), "period").isEmpty())
                .filter(source -> SourceNames.match(names, source.name()))
                .toList();
    }

    private static Source byDefault(String name, String strategy) {
        KameletUse from = new KameletUse(
                "incremental-" + strategy + "-source", Map.of("source", name), Map.of(), "", 0, Map.of(), true);
        return new Source(name, strategy, name, new SourceOrigin("", 0, false), from, List.of());
    }
}
