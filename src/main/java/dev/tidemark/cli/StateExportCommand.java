package dev.tidemark.cli;

import dev.tidemark.cli.output.Results;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.StatesElsewhere;
import dev.tidemark.state.JdbcStateRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the states of all sources. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the states of all sources to stdout, as one JSON document for `state import`.")
final class StateExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            JdbcStateRepository states = project.tables().states();
            states.createTable();
            Map<String, Object> all = new LinkedHashMap<>();
            StatesElsewhere elsewhere = new StatesElsewhere(project);
            states.all().forEach((source, stored) -> {
                if (elsewhere.contains(source)) {
                    return;
                }
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                fields.put(StateImportCommand.STRATEGY, stored.strategy());
                fields.put(StateImportCommand.CURSOR_FIELD, stored.cursorField());
                fields.put(StateImportCommand.STATE, stored.state());
                if (stored.hasPartitions()) {
                    fields.put(
                            PartitionJson.FIELD,
                            states.partitions().all(source).stream()
                                    .map(PartitionJson::fields)
                                    .toList());
                }
                all.put(source, fields);
            });
            spec.commandLine().getOut().println(Results.json(all));
            elsewhere.messages().forEach(spec.commandLine().getErr()::println);
            return 0;
        }
    }
}
