package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.cli.output.Results;
import dev.tidemark.cli.output.Table;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.LeaseGuard;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.SourceNames;
import dev.tidemark.runtime.StatesElsewhere;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.StoredState;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads and changes the states of sources. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | set | reset | rewind | prune | export | import)",
        subcommands = {
            StateShowCommand.class,
            StateRewindCommand.class,
            StatePruneCommand.class,
            StateExportCommand.class,
            StateImportCommand.class
        },
        description = "Reads and changes the states of the sources.")
final class StateCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "one of list, show, set, reset, rewind, prune, export, import is missing");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the state of every source.")
    int list(@Mixin Options options) {
        return with(options, (project, states) -> {
            states.createTable();
            StatesElsewhere elsewhere = new StatesElsewhere(project);
            Map<String, StoredState> all = states.all();
            all.keySet().removeIf(elsewhere::contains);
            if (options.json) {
                all.forEach((source, stored) -> out().println(Results.json(StateShowCommand.fields(source, stored))));
            } else {
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("SOURCE", "STRATEGY", "VERSION", "STATE"));
                all.forEach((source, stored) -> rows.add(List.of(
                        source,
                        stored.strategy(),
                        Long.toString(stored.version()),
                        stored.state().toString())));
                out().print(Table.of(rows));
            }
            elsewhere.messages().forEach(spec.commandLine().getErr()::println);
            return 0;
        });
    }

    /** The sources with this name or pattern, including those that have a state but no route any more. */
    static Set<String> find(String written, Project project, JdbcStateRepository states) {
        new StatesElsewhere(project)
                .refuse(project.sources().stream()
                        .map(Source::name)
                        .filter(name -> SourceNames.match(List.of(written), name))
                        .toList());
        states.createTable();
        return SourceNames.of(project, states.all().keySet()).find(List.of(written));
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Stores a state for a source.")
    int set(
            @Mixin Options options,
            @Mixin LeaseGuard guard,
            @Mixin PartitionOption partition,
            @Parameters(paramLabel = "SOURCE", description = SyncCommand.NAME) String written,
            @Parameters(paramLabel = "JSON") String json) {
        ObjectNode state;
        try {
            state = JdbcStateRepository.parse(json);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(e.getMessage() + "; use a state such as {\"last_timestamp\": \"...\"}"));
        }
        return with(options, (project, states) -> {
            List<Source> sources = project.sources(List.of(written));
            List<String> names = sources.stream().map(Source::name).toList();
            new StatesElsewhere(project).refuse(names);
            sources.forEach(source -> new StateArgument(project, source).requireState(source.name(), state));
            states.createTable();
            PartitionedSources partitioned = new PartitionedSources(project, states);
            List<Runnable> changes = sources.stream()
                    .map(source -> partition.isGiven()
                            ? partitioned.setting(source.name(), partition, state)
                            : partitioned.setting(source, state))
                    .toList();
            guard.requireFree(project, names);
            changes.forEach(Runnable::run);
            names.forEach(name -> say(name + ": stored " + state, options));
            return 0;
        });
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Deletes the state of a source: its next sync reads everything.")
    int reset(
            @Mixin Options options,
            @Mixin LeaseGuard guard,
            @Mixin PartitionOption partition,
            @Parameters(paramLabel = "SOURCE", description = SyncCommand.NAME) String written) {
        return with(options, (project, states) -> {
            Set<String> sources = find(written, project, states);
            if (partition.isGiven()) {
                PartitionedSources partitioned = new PartitionedSources(project, states);
                List<Runnable> changes = sources.stream()
                        .map(source -> partitioned.resetting(source, partition))
                        .toList();
                guard.requireFree(project, sources);
                changes.forEach(Runnable::run);
                sources.forEach(source ->
                        say(source + ": state of this partition deleted; the next sync reads all of it", options));
                return 0;
            }
            guard.requireFree(project, sources);
            sources.forEach(source -> say(
                    states.remove(source)
                            ? source + ": state deleted; the next sync reads everything"
                            : source + " had no state",
                    options));
            return 0;
        });
    }

    private void say(String what, Options options) {
        if (!options.json) {
            out().println(what);
        }
    }

    private int with(Options options, BiFunction<Project, JdbcStateRepository, Integer> action) {
        try (Project project = Project.read(options, Map.of())) {
            int status = action.apply(project, project.tables().states());
            out().flush();
            return status;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
