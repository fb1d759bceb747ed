package dev.tidemark.cli;

import dev.tidemark.cli.output.Results;
import dev.tidemark.cli.output.Table;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.sync.Leases;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes rejects again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Writes the rejects of a source, or all, again. Those that are refused again stay.")
final class RejectsReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = SyncCommand.NAMES)
    private @Nullable String source;

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            List<Source> found = project.sources(source == null ? List.of() : List.of(source));
            List<String> named = source == null
                    ? List.of()
                    : found.stream().map(Source::name).toList();
            Rejects rejects = new Rejects(project);
            List<ReplayResult> results = replay(project, rejects, named);
            PrintWriter out = spec.commandLine().getOut();
            if (options.json) {
                results.forEach(result -> out.println(Results.json(result)));
            } else if (results.isEmpty()) {
                out.println("No rejects");
            } else {
                print(results, out);
            }
            out.flush();
            return results.stream().allMatch(result -> result.rowsRemaining() == 0) ? 0 : 1;
        }
    }

    private static List<ReplayResult> replay(Project project, Rejects rejects, List<String> named) {
        TreeSet<String> names = rejects.of(named).stream()
                .map(found -> found.reject().source())
                .collect(Collectors.toCollection(TreeSet::new));
        List<ReplayResult> results = new ArrayList<>();
        if (!names.isEmpty()) {
            try (Leases leases = project.tables().newLeases();
                    SinkRoutes sinks = new SinkRoutes(project)) {
                names.forEach(name -> results.add(new SourceReplay(project, rejects, sinks, name).run(leases)));
            }
        }
        return results;
    }

    private static void print(List<ReplayResult> results, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SOURCE", "READ", "WRITTEN", "UNCHANGED", "REMAINING"));
        for (ReplayResult result : results) {
            rows.add(List.of(
                    result.source(),
                    Long.toString(result.rowsRead()),
                    Long.toString(result.rowsWritten()),
                    Long.toString(result.rowsUnchanged()),
                    Long.toString(result.rowsRemaining())));
        }
        out.print(Table.of(rows));
        for (ReplayResult result : results) {
            if (result.error() != null) {
                out.println(result.source() + ": " + result.error());
            } else if (result.rowsRemaining() > 0) {
                out.println(result.source() + ": " + result.rowsRemaining() + " were refused again; `rejects list "
                        + result.source() + "` shows why");
            }
        }
    }
}
