package dev.tidemark.cli;

import dev.tidemark.route.KameletUse;
import dev.tidemark.route.Source;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sources that can be told of while something is wrong with the routes. */
final class ReadableSources {

    private ReadableSources() {}

    /**
     * Those of the routes as far as they can be read, and those that have a state and may be in the rest, taken as their
     * strategy is by default; in the order of their names.
     *
     * @param names of those that are wanted; empty for all
     */
    static List<Source> of(Project setup, Collection<String> names) {
        Map<String, Source> told = new TreeMap<>();
        setup.sources().forEach(source -> told.putIfAbsent(source.name(), source));
        told.values().removeIf(source -> !setup.hasPeriod(source));
        setup.states().createTable();
        setup.states()
                .all()
                .forEach((name, stored) -> told.computeIfAbsent(name, any -> byDefault(name, stored.strategy())));
        return told.values().stream()
                .filter(setup::hasPeriod)
                .filter(source -> names.isEmpty() || names.contains(source.name()))
                .toList();
    }

    private static Source byDefault(String name, String strategy) {
        KameletUse from = new KameletUse(
                "incremental-" + strategy + "-source", Map.of("source", name), Map.of(), "", 0, Map.of(), true);
        return new Source(name, strategy, name, "", 0, from, List.of());
    }
}
