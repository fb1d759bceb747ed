package dev.tidemark.cli;

import dev.tidemark.cli.output.Results;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.SyncOnce;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Syncs sources once. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Syncs the named sources (default: all) once and exits.")
final class SyncCommand implements Callable<Integer> {

    static final String NAME = "The source, or a pattern such as 'shop-*'.";
    static final String NAMES = "The sources (default: all). A name may be a pattern: 'shop-*' or 'shop-?'.";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TidemarkCommand program;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = NAMES)
    private List<String> names = new ArrayList<>();

    @Option(names = "--dry-run", description = "Requests and reads records, but writes no rows, state or history.")
    private boolean dryRun;

    @Option(
            names = "--from",
            paramLabel = "CURSOR",
            description = "A backfill: reads one source from this cursor and does not change its state.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "CURSOR",
            description = "The last cursor that a backfill writes (default: no end).")
    private @Nullable String to;

    @Override
    public Integer call() throws InterruptedException {
        try (Project project = Project.read(options, Map.of())) {
            List<Source> sources = project.sources(names);
            if (from != null || to != null) {
                requireRange(project, sources);
            }
            SyncOptions syncOptions = new SyncOptions(dryRun, from, to);
            DryRun dry = new DryRun(project, dryRun ? sources : List.of());
            List<SyncResult> results = SyncOnce.run(project, sources, syncOptions, program.shutdown(), dry);
            PrintWriter out = spec.commandLine().getOut();
            Results.print(results, options.json, out);
            if (dryRun && !options.json) {
                dry.sentences().forEach(out::println);
                out.println("Dry run: nothing was written. "
                        + (syncOptions.isBackfill()
                                ? "STATE is the stored state; a backfill does not change it."
                                : "STATE is the state that a sync would store."));
            }
            return Results.status(results);
        }
    }

    private void requireRange(Project project, List<Source> sources) {
        if (from == null) {
            throw new UsageException(List.of("--to `" + to + "` is the end of a backfill; set its start with --from"));
        }
        if (names.isEmpty() || sources.size() != 1) {
            throw new UsageException(List.of("--from is for one source; name it: sync SOURCE --from " + from));
        }
        new StateArgument(project, sources.get(0)).requireRange(from, to);
    }
}
