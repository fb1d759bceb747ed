package dev.tidemark.graph;

import dev.tidemark.route.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.component.kamelet.KameletEndpoint;

/**
 * Which sinks of ours the records of a source come to.
 *
 * @param ends the sink that is the last step of the source's route and the only one that the route can lead to: then the
 *     checkpoint can be in that sink's transaction, otherwise something could still fail after it. Empty when that is not
 *     so; several when several routes begin with the source
 * @param found whether there is a sink at all
 * @param always whether each chunk comes to one, unless something fails: no filter and no choice is on the way
 * @param problems why records could be lost
 * @param warnings what is allowed and seldom meant
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

    /** The fields that make up the key of the table that the source's route ends in; empty when that is not to be seen. */
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
