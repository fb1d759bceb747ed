package dev.tidemark.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source as a route file has it: from a strategy, maybe some steps, to the sink. Written as JSON, which is YAML too. */
public final class SourceYaml {

    private final String strategy;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final List<Object> steps = new ArrayList<>();
    private final Map<String, Object> sink = new LinkedHashMap<>();

    /** @param name of the source, its route and its table */
    public SourceYaml(String strategy, String name) {
        this.strategy = strategy;
        parameters.put("source", name);
        sink.put("table", name);
    }

    /** Sets a parameter of the strategy. */
    public SourceYaml with(String parameter, Object value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Sets a parameter of the sink. */
    public SourceYaml sink(String parameter, Object value) {
        sink.put(parameter, value);
        return this;
    }

    /** Adds a step before the sink. */
    public SourceYaml step(Map<String, Object> step) {
        steps.add(step);
        return this;
    }

    @Override
    public String toString() {
        List<Object> all = new ArrayList<>(steps);
        all.add(Map.of("to", Map.of("uri", "kamelet:jdbc-upsert-sink", "parameters", sink)));
        Map<String, Object> from =
                Map.of("uri", "kamelet:incremental-" + strategy + "-source", "parameters", parameters, "steps", all);
        return TestApi.json(List.of(Map.of("route", Map.of("id", parameters.get("source"), "from", from))));
    }
}
