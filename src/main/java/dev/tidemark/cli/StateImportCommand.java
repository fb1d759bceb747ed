package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.cli.output.Counted;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.route.yaml.ReadFault;
import dev.tidemark.runtime.LeaseGuard;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.SourceNames;
import dev.tidemark.runtime.StatesElsewhere;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports the states of sources. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Stores the states from a JSON document of `state export`: either all or none.")
final class StateImportCommand implements Callable<Integer> {

    static final String STRATEGY = "strategy";
    static final String CURSOR_FIELD = "cursorField";
    static final String STATE = "state";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Mixin
    private LeaseGuard guard = new LeaseGuard();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The document (default: stdin).")
    private @Nullable Path file;

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            String name = file == null ? "stdin" : file.toString();
            Map<String, List<StoredPartition>> partitions = new TreeMap<>();
            Map<String, StoredState> wanted = read(project, name, document(name), partitions);
            new StatesElsewhere(project).refuse(wanted.keySet());
            JdbcStateRepository states = project.tables().states();
            states.createTable();
            guard.requireFree(project, wanted.keySet());
            states.partitions().changes().replace(wanted, partitions);
            if (!options.json) {
                long parts = partitions.values().stream().mapToLong(List::size).sum();
                spec.commandLine()
                        .getOut()
                        .println("Stored " + Counted.of(wanted.size(), "state")
                                + (parts == 0 ? "" : " and " + Counted.of(parts, "partition")));
            }
            return 0;
        }
    }

    private ObjectNode document(String name) {
        String text;
        try {
            text = file == null ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(List.of(name + " cannot be read: " + ReadFault.of(e)));
        }
        try {
            return JdbcStateRepository.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(name + " is not a JSON object such as `state export` writes"));
        }
    }

    private static Map<String, StoredState> read(
            Project project, String name, ObjectNode document, Map<String, List<StoredPartition>> partitions) {
        List<String> problems = new ArrayList<>();
        Map<String, StoredState> states = new TreeMap<>();
        document.properties().forEach(entry -> {
            try {
                String known = SourceNames.of(project, List.of()).exactly(entry.getKey());
                Source source = project.sources(List.of(known)).get(0);
                StoredState state = read(project, name, source, entry.getValue());
                states.put(source.name(), state);
                if (state.hasPartitions()) {
                    partitions.put(source.name(), partitions(project, name, source, entry.getValue()));
                }
            } catch (UsageException e) {
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return states;
    }

    private static StoredState read(Project project, String name, Source source, JsonNode entry) {
        if (!(entry.get(STATE) instanceof ObjectNode state)) {
            throw new UsageException(List.of(source.name() + " has no `" + STATE + "` with a JSON object"));
        }
        String strategy = entry.path(STRATEGY).asText();
        if (!strategy.equals(source.strategy())) {
            throw new UsageException(List.of(source.name() + " has a state of the strategy `" + strategy
                    + "`, but its route uses " + source.strategy()));
        }
        StoredState read = new StoredState(strategy, entry.path(CURSOR_FIELD).textValue(), state, 0);
        if (!read.hasPartitions()) {
            new StateArgument(project, source).requireState(name + ": " + source.name(), state);
        }
        return read;
    }

    private static List<StoredPartition> partitions(Project project, String name, Source source, JsonNode entry) {
        StateArgument argument = new StateArgument(project, source);
        List<StoredPartition> partitions = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode each : entry.path(PartitionJson.FIELD)) {
            String place = name + ": " + source.name() + ", partition " + (partitions.size() + 1);
            try {
                StoredPartition partition = PartitionJson.read(each);
                if (!ids.add(partition.partition().id())) {
                    throw new IllegalArgumentException("its id is also that of an earlier one");
                }
                if (partition.state() != null) {
                    argument.requireState(place, partition.state());
                }
                partitions.add(partition);
            } catch (IllegalArgumentException e) {
                throw new UsageException(List.of(place + ": " + e.getMessage()));
            }
        }
        return partitions;
    }
}
