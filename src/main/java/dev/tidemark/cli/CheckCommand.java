package dev.tidemark.cli;

import dev.tidemark.cli.output.Counted;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.CamelRuntime;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.PartitionWarnings;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.RouteTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates everything that a sync uses. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Validates routes, parameters and configuration. Contacts nothing without --connect.")
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = SyncCommand.NAMES)
    private List<String> names = new ArrayList<>();

    @Option(names = "--connect", description = "Also connects to every database, and to every API's host and port.")
    private boolean connect;

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            List<Source> sources = names.isEmpty() ? project.sources() : project.sources(names);
            RouteTrial.Outcome tried = CamelRuntime.tryRoutes(project, sources);
            if (!tried.problems().isEmpty()) {
                throw new UsageException(tried.problems());
            }
            warn(tried.warnings());
            warn(new PartitionWarnings(project).of(sources));
            if (connect) {
                List<String> warnings = new ArrayList<>();
                List<String> faults = new Connections(project, sources).check(warnings);
                warn(warnings);
                if (!faults.isEmpty()) {
                    faults.forEach(spec.commandLine().getErr()::println);
                    return 1;
                }
            }
            spec.commandLine()
                    .getOut()
                    .println(Counted.of(sources.size(), "source") + " OK"
                            + (connect ? "; all endpoints reachable" : ""));
            return 0;
        }
    }

    private void warn(List<String> warnings) {
        warnings.forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    }
}
