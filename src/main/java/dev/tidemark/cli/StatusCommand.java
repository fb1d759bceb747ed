package dev.tidemark.cli;

import dev.tidemark.observe.SourceStatus;
import dev.tidemark.route.Source;
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

/** Tells how the sources are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tells of each source when it was synced last, how far behind it is, and what failed.")
final class StatusCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "The sources to tell of (default: all).")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        try (Project setup = Project.readForState(options, problems)) {
            problems.forEach(spec.commandLine().getErr()::println);
            List<Source> sources = problems.isEmpty() ? setup.sources(names) : ReadableSources.of(setup, names);
            List<SourceStatus> all = setup.statusReader(PATIENCE).read(setup.watched(sources), Instant.now());
            if (options.json) {
                all.forEach(status -> spec.commandLine().getOut().println(Results.json(status.fields())));
            } else {
                List<List<String>> rows = new ArrayList<>();
                rows.add(SourceStatus.HEADING);
                all.forEach(status -> rows.add(status.cells()));
                spec.commandLine().getOut().print(Table.of(rows));
            }
            spec.commandLine().getOut().flush();
            return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
        }
    }
}
