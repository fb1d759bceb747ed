package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.sync.SyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Syncs sources once. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Syncs the named sources (default: all) once, to the end, and exits.")
final class SyncCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TidemarkCommand program;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "The sources to sync.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        try (Setup setup = Setup.read(options)) {
            List<Source> sources = setup.sources(names);
            List<SyncResult> results = SyncOnce.run(setup, sources, program.shutdown());
            Results.print(results, options.json, spec.commandLine().getOut());
            return Results.status(results);
        }
    }
}
