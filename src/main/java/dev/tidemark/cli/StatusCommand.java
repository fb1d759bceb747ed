package dev.tidemark.cli;

import dev.tidemark.cli.output.Results;
import dev.tidemark.cli.output.Table;
import dev.tidemark.observe.SourceStatus;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the status of the sources. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows for each source its last sync, its lag, and its last error.")
final class StatusCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = SyncCommand.NAMES)
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        try (Project project = Project.readForState(options, problems)) {
            problems.forEach(spec.commandLine().getErr()::println);
            List<Source> sources = problems.isEmpty() ? project.sources(names) : ReadableSources.of(project, names);
            List<SourceStatus> all = project.tables()
                    .statusReader(PATIENCE)
                    .read(project.timings().watched(sources), Instant.now());
            if (options.json) {
                all.forEach(status -> spec.commandLine().getOut().println(Results.json(status.fields())));
            } else {
                List<List<String>> rows = new ArrayList<>();
                rows.add(SourceStatus.HEADING);
                all.forEach(status -> rows.add(status.cells()));
                spec.commandLine().getOut().print(Table.of(rows));
                all.forEach(status -> status.partitionLines()
                        .forEach(line -> spec.commandLine().getOut().println(status.name() + ": " + line)));
            }
            spec.commandLine().getOut().flush();
            return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
        }
    }
}
