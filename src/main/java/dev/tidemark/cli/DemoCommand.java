package dev.tidemark.cli;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.jdbc.JdbcUrl;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.route.Source;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells the whole story in a few seconds: a first sync, a change, and a second sync that fetches the change alone. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Syncs every source from the practice API, changes some records there, and syncs again.")
final class DemoCommand implements Callable<Integer> {

    private static final int TOUCHED = 25;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TidemarkCommand program;

    @Mixin
    private Options options = new Options();

    @Option(names = "--records", paramLabel = "N", description = "How many users the practice API has (default: 200).")
    private int records = PlaygroundOptions.defaults().records();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = options.json
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
        List<SyncResult> all = new ArrayList<>();
        PlaygroundOptions api = api();
        try (Playground playground = Playground.start(api);
                Project setup = Project.read(options, Map.of("playground.url", playground.url()))) {
            SampleData.create(setup);
            out.println("The practice API serves " + records + " users at " + playground.url() + ".");
            out.println();
            List<Source> sources = ofPlayground(setup, playground.url(), out);
            if (sources.stream()
                    .anyMatch(
                            source -> setup.states().findInTable(source.name()).isPresent())) {
                // Nothing would be as new as what the sources have reached, which looks like a cursor that is not
                // honoured.
                playground.touch(1);
            }
            List<SyncResult> first = SyncOnce.run(setup, sources, SyncOptions.NONE, program.shutdown());
            out.println(heading(first));
            all.addAll(print(first));
            if (Results.status(all) != 0) {
                return 1;
            }
            out.println();
            int touched = playground.touch(TOUCHED);
            out.println(
                    touched + " records were changed at the API. Second sync: those are written; the newest that were"
                            + " there are read again, so that none with the same time is missed.");
            all.addAll(print(SyncOnce.run(setup, sources, SyncOptions.NONE, program.shutdown())));
            out.println();
            out.println(lookAt(setup, sources));
            out.flush();
        }
        return Results.status(all);
    }

    /** The practice API begins anew each time, and the database does not: a second run finds its rows there. */
    private static String heading(List<SyncResult> first) {
        if (Results.status(first) != 0) {
            return "First sync:";
        }
        return first.stream().allMatch(result -> result.rowsWritten() > 0)
                ? "First sync: everything is new."
                : "First sync: there are rows from an earlier run. The API has begun anew since and has one record that is"
                        + " newer; only what is newer is written.";
    }

    private PlaygroundOptions api() {
        try {
            return PlaygroundOptions.defaults().withPort(0).withRecords(records);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** A demonstration must not touch other APIs. */
    private static List<Source> ofPlayground(Project setup, String url, PrintWriter out) {
        List<Source> sources = setup.sources().stream()
                .filter(source ->
                        source.from().parameters().getOrDefault("url", url).startsWith(url))
                .toList();
        setup.sources().stream()
                .filter(source -> !sources.contains(source))
                .forEach(source -> out.println("Left out: " + source.name() + ", which asks another API."));
        return sources;
    }

    private static String lookAt(Project setup, List<Source> sources) {
        String prefix = Databases.PREFIX + Databases.DESTINATION;
        String url = JdbcUrl.shown(String.valueOf(setup.settings().find(prefix + ".url")));
        String tables = sources.stream()
                .flatMap(source -> source.sinks().stream())
                .map(sink -> '"' + String.valueOf(sink.parameters().get("table")) + '"')
                .distinct()
                .collect(Collectors.joining(", "));
        String table = tables.replaceFirst(",.*", "");
        return "The rows are in " + url + ", in " + tables + ". Look at them:\n"
                + "  java -Dh2.bindAddress=127.0.0.1 -cp 'target/lib/*' org.h2.tools.Shell -url '" + url + "' -user '"
                + setup.settings().find(prefix + ".username") + "' \\\n"
                + "    -sql 'select * from " + table + " order by \"_synced_at\" desc limit 30'";
    }

    private List<SyncResult> print(List<SyncResult> results) {
        Results.print(results, options.json, spec.commandLine().getOut());
        return results;
    }
}
