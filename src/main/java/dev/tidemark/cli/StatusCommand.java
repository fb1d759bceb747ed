package dev.tidemark.cli;

import dev.tidemark.observe.SourceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "The sources to tell of (default: all).")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        try (Setup setup = Setup.read(options)) {
            List<SourceStatus> all = setup.statusReader().read(setup.watched(setup.sources(names)), Instant.now());
            if (options.json) {
                all.forEach(status -> spec.commandLine().getOut().println(Results.json(status.fields())));
            } else {
                List<List<String>> rows = new ArrayList<>();
                rows.add(SourceStatus.HEADING);
                all.forEach(status -> rows.add(status.cells()));
                spec.commandLine().getOut().print(Table.of(rows));
            }
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
