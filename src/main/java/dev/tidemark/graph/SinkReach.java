package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import dev.tidemark.row.ColumnText;
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
 * @param actions the steps that change records before any of the sinks
 * @param problems why records could be lost
 * @param warnings what is allowed but probably unintended
 */
public record SinkReach(
        List<KameletEndpoint> ends,
        boolean found,
        boolean always,
        List<RecordStep> actions,
        List<Problem> problems,
        List<Problem> warnings) {

    private static final String KEY = "primaryKey";
    private static final String DEFAULT_KEY = "id";
    private static final String COLUMNS = "columns";

    /** @throws IllegalStateException when records could be lost */
    public void requireSafety() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    String.join("; ", problems.stream().map(Problem::toString).toList()));
        }
    }

    /**
     * The fields of a record that fill the key of the table in which the source's route ends; empty when it is not known,
     * or when an action changes them.
     */
    public List<String> sinkKey() {
        if (ends.size() != 1) {
            return List.of();
        }
        List<ColumnText> columns = ColumnText.all(parameter(COLUMNS, "")).toList();
        List<String> key = Stream.of(parameter(KEY, DEFAULT_KEY).split(","))
                .map(String::strip)
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .map(column -> column.field().toString())
                        .orElse(name))
                .toList();
        boolean stays =
                key.stream().allMatch(field -> actions.stream().allMatch(action -> field.equals(action.follow(field))));
        return stays ? key : List.of();
    }

    private String parameter(String name, String defaultValue) {
        KameletEndpoint sink = ends.get(0);
        Object value = sink.getKameletProperties().getOrDefault(name, defaultValue);
        return sink.getCamelContext().resolvePropertyPlaceholders(value.toString());
    }
}
