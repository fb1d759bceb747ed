package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.Project;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.StoredState;
import java.util.List;
import java.util.Map;

/** Changes of states of sources that may have partitions: each is checked first, and made when it runs. */
final class PartitionedSources {

    private final Project project;
    private final JdbcStateRepository states;
    private final PartitionTable table;

    PartitionedSources(Project project, JdbcStateRepository states) {
        this.project = project;
        this.states = states;
        this.table = states.partitions();
    }

    /** Whether a source has partitions, by its state or by its parameters. */
    boolean contains(Source source) {
        return !project.value(source.from(), "partitions").isEmpty()
                || !project.value(source.from(), "partitionQuery").isEmpty()
                || states.find(source.name()).filter(StoredState::hasPartitions).isPresent();
    }

    /** @throws UsageException when the source has partitions, as one state would not fit all of them */
    Runnable setting(Source source, ObjectNode state) {
        if (contains(source)) {
            throw new UsageException(
                    List.of(source.name() + " has partitions, each with a state of its own; name one by"
                            + " --partition, such as --partition '{\"user_id\": 7}'"));
        }
        return () -> states.set(source.name(), source.strategy(), state);
    }

    /** @throws UsageException when the partition is not exactly one */
    Runnable setting(String source, PartitionOption partition, ObjectNode state) {
        String id = partition.one(source, table.all(source)).partition().id();
        return () -> table.changes().set(source, Map.of(id, state));
    }

    /** @throws UsageException when the partition is not exactly one */
    Runnable resetting(String source, PartitionOption partition) {
        String id = partition.one(source, table.all(source)).partition().id();
        return () -> table.changes().reset(source, id);
    }
}
