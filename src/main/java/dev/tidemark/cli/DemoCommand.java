package dev.tidemark.cli;

import dev.tidemark.cli.output.Results;
import dev.tidemark.config.UsageException;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.jdbc.JdbcUrl;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.SyncOnce;
import dev.tidemark.sink.ChildTableList;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncOptions;
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

/** Demonstrates a first sync, a change, and a second sync that fetches only the change. */
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

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "The number of users in the practice API (default:" + " 200).")
    private int records = PlaygroundOptions.defaults().records();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = options.json
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
        List<SyncResult> all = new ArrayList<>();
        PlaygroundOptions api = api();
        try (Playground playground = Playground.start(api);
                Project project = Project.read(options, Map.of("playground.url", playground.url()))) {
            SampleData.create(project);
            out.println("The practice API serves " + records + " users at " + playground.url() + ".");
            out.println();
            List<Source> sources = ofPlayground(project, playground.url(), out);
            if (sources.stream()
                    .anyMatch(source ->
                            project.tables().states().findInTable(source.name()).isPresent())) {
                // Otherwise no record would be as new as the sources' cursors, as if the API ignored the cursor.
                playground.touch(1);
            }
            List<SyncResult> first = SyncOnce.run(project, sources, SyncOptions.NONE, program.shutdown());
            out.println(heading(first));
            all.addAll(print(first));
            if (Results.status(all) != 0) {
                return 1;
            }
            out.println();
            int touched = playground.touch(TOUCHED);
            out.println(touched + " records were changed at the API. The second sync writes them. It also reads the"
                    + " previously newest records again, so that none with the same time is missed.");
            all.addAll(print(SyncOnce.run(project, sources, SyncOptions.NONE, program.shutdown())));
            out.println();
            out.println(lookAt(project, sources));
            out.flush();
        }
        return Results.status(all);
    }

    /** The practice API starts afresh each time, but the database keeps the rows of earlier runs. */
    private static String heading(List<SyncResult> first) {
        if (Results.status(first) != 0) {
            return "First sync:";
        }
        return first.stream().allMatch(result -> result.rowsWritten() > 0)
                ? "First sync: all records are new."
                : "First sync: the tables contain rows from an earlier run. The API was restarted since and has one"
                        + " newer record; only newer records are written.";
    }

    private PlaygroundOptions api() {
        try {
            return PlaygroundOptions.defaults().withPort(0).withRecords(records);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** A demonstration must not contact other APIs. */
    private static List<Source> ofPlayground(Project project, String url, PrintWriter out) {
        List<Source> sources = project.sources().stream()
                .filter(source ->
                        source.from().parameters().getOrDefault("url", url).startsWith(url))
                .toList();
        project.sources().stream()
                .filter(source -> !sources.contains(source))
                .forEach(source -> out.println("Skipped: " + source.name() + ", which reads another API."));
        return sources;
    }

    private static String lookAt(Project project, List<Source> sources) {
        String prefix = Databases.PREFIX + Databases.DESTINATION;
        String url = JdbcUrl.shown(String.valueOf(project.settings().find(prefix + ".url")));
        String tables = sources.stream()
                .flatMap(source -> source.sinks().stream())
                .flatMap(sink ->
                        ChildTableList.tables(project.value(sink, "table"), project.value(sink, "childTables"))
                                .stream())
                .map(table -> '"' + table + '"')
                .distinct()
                .collect(Collectors.joining(", "));
        String table = tables.replaceFirst(",.*", "");
        return "The rows are in " + url + ", in " + tables + ". To see them:\n"
                + "  java -Dh2.bindAddress=127.0.0.1 -cp 'target/lib/*' org.h2.tools.Shell -url '" + url + "' -user '"
                + project.settings().find(prefix + ".username") + "' \\\n"
                + "    -sql 'select * from " + table + " order by \"_synced_at\" desc limit 30'";
    }

    private List<SyncResult> print(List<SyncResult> results) {
        Results.print(results, options.json, spec.commandLine().getOut());
        return results;
    }
}
