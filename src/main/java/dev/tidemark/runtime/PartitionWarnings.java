package dev.tidemark.runtime;

import dev.tidemark.partition.Partitions;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.SharedProblems;
import dev.tidemark.row.ColumnText;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds partitioned sources whose partitions may overwrite each other's rows. */
public final class PartitionWarnings {

    private final Project project;

    /** @param project a project without mistakes */
    public PartitionWarnings(Project project) {
        this.project = project;
    }

    /** A message for each sink whose primary key does not tell partitions apart. */
    public List<String> of(List<Source> sources) {
        SharedProblems all = new SharedProblems();
        for (Source source : sources) {
            Set<String> names = project.check()
                    .partitions(source)
                    .map(Partitions::sample)
                    .map(sample -> new TreeSet<>(sample.keySet()))
                    .orElseGet(TreeSet::new);
            for (KameletUse sink : source.sinks()) {
                if (!names.isEmpty() && !tellsApart(sink, names)) {
                    all.add(warning(sink, names), source.templated());
                }
            }
        }
        return all.list().stream().map(Problem::toString).toList();
    }

    private Problem warning(KameletUse sink, Set<String> names) {
        String key = project.value(sink, "primaryKey");
        return sink.problem(
                "primaryKey",
                "primaryKey is `" + key + "`, without " + String.join(" or ", names)
                        + ": when two partitions have a record with the same key, one overwrites the other; set"
                        + " primaryKey to `" + key + ", " + String.join(", ", names)
                        + "`, unless keys are unique across all partitions");
    }

    private boolean tellsApart(KameletUse sink, Set<String> names) {
        Set<String> columns = Arrays.stream(project.value(sink, "primaryKey").split(","))
                .map(String::strip)
                .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
        boolean renamed = ColumnText.all(project.value(sink, "columns"))
                .anyMatch(column -> columns.contains(column.name())
                        && column.field().starts().stream().anyMatch(names::contains));
        return renamed || names.stream().anyMatch(columns::contains);
    }
}
