package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.component.kamelet.KameletEndpoint;

/**
 * The sinks that the records of a source reach.
 *
 * @param ends the sink that is the last step of the source's route and the only sink that it can reach. The checkpoint can
 *     then be part of that sink's transaction; otherwise a later step could still fail. Empty when there is no such sink;
 *     several when several routes start with the source
 * @param found whether there is any sink
 * @param always whether each chunk reaches a sink unless a step fails: there is no filter or choice before it
 * @param problems why records could be lost
 * @param warnings what is allowed but probably unintended
 */
public record SinkReach(
        List<KameletEndpoint> ends, boolean found, boolean always, List<Problem> problems, List<Problem> warnings) {

    private static final String KEY = "primaryKey";
    private static final String DEFAULT_KEY = "id";

    /** @throws IllegalStateException when records could be lost */
    public void requireSafety() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    String.join("; ", problems.stream().map(Problem::toString).toList()));
        }
    }

    /** The key fields of the table in which the source's route ends; empty when it is not known. */
    public List<String> sinkKey() {
        if (ends.size() != 1) {
            return List.of();
        }
        KameletEndpoint sink = ends.get(0);
        Object key = sink.getKameletProperties().getOrDefault(KEY, DEFAULT_KEY);
        return Stream.of(sink.getCamelContext()
                        .resolvePropertyPlaceholders(key.toString())
                        .split(","))
                .map(String::strip)
                .toList();
    }
}
