package dev.tidemark.cli;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.sync.SyncResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
        PlaygroundOptions api = PlaygroundOptions.defaults().withPort(0).withRecords(records);
        try (Playground playground = Playground.start(api);
                Setup setup = Setup.read(options, Map.of("playground.url", playground.url()))) {
            SampleData.create(setup.databases());
            out.println("The practice API serves " + records + " users at " + playground.url() + ".");
            out.println();
            List<SyncResult> first = SyncOnce.run(setup, setup.sources(), program.shutdown());
            out.println(heading(first));
            all.addAll(print(first));
            if (Results.status(all) != 0) {
                return 1;
            }
            out.println();
            playground.touch(TOUCHED);
            out.println(TOUCHED + " records were changed at the API. Second sync: only those are written.");
            all.addAll(print(SyncOnce.run(setup, setup.sources(), program.shutdown())));
            out.println();
            String url = setup.settings().find(Databases.PREFIX + Databases.DESTINATION + ".url");
            out.println("The rows are in " + url + ". Look at them:");
            out.println("  java -cp 'target/lib/*' org.h2.tools.Shell -url '" + url + "' \\");
            out.println("    -sql 'select \"_synced_at\", \"name\", \"job\" from \"user\" order by 1 desc limit 30'");
            out.flush();
        }
        return Results.status(all);
    }

    /** The practice API begins anew each time, and the database does not: a second run finds its rows there. */
    private static String heading(List<SyncResult> first) {
        if (Results.status(first) != 0) {
            return "First sync:";
        }
        return first.stream().anyMatch(result -> result.rowsWritten() > 0)
                ? "First sync: everything is new."
                : "First sync: the rows are there from an earlier run, and nothing is newer.";
    }

    private List<SyncResult> print(List<SyncResult> results) {
        Results.print(results, options.json, spec.commandLine().getOut());
        return results;
    }
}
