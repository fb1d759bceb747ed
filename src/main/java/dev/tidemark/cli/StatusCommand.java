package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.SyncHistory;
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
            List<Source> sources = setup.sources(names);
            List<SourceStatus> all = read(setup, sources);
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

    private static List<SourceStatus> read(Setup setup, List<Source> sources) {
        JdbcStateRepository states = setup.states();
        states.createTable();
        SyncHistory history = setup.history();
        LeaseTable leases = setup.leases();
        Instant now = Instant.now();
        return sources.stream()
                .map(source -> new SourceStatus(
                        source,
                        setup.period(source),
                        history.last(source.name()).orElse(null),
                        history.lastSuccess(source.name()).orElse(null),
                        states.find(source.name())
                                .map(stored -> setup.check().reached(source, stored))
                                .orElse(null),
                        leases.holder(source.name()).orElse(null),
                        now))
                .toList();
    }
}
