package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.LeaseGuard;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.StatesElsewhere;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves the cursor of a source back. */
@Command(
        name = "rewind",
        mixinStandardHelpOptions = true,
        description = "Moves the cursor of a source back: its next sync reads from there again.")
final class StateRewindCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Mixin
    private LeaseGuard guard = new LeaseGuard();

    @Parameters(paramLabel = "SOURCE", description = SyncCommand.NAME)
    private String written = "";

    @Option(names = "--to", paramLabel = "CURSOR", required = true, description = "Where the next sync starts.")
    private String to = "";

    @Option(names = "--forward", description = "Also allows moving it forward, past records that are then never read.")
    private boolean forward;

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            List<Source> sources = project.sources(List.of(written));
            List<String> names = sources.stream().map(Source::name).toList();
            new StatesElsewhere(project).refuse(names);
            sources.forEach(source -> new StateArgument(project, source).requireCursor(source.name() + ": --to", to));
            JdbcStateRepository states = project.tables().states();
            states.createTable();
            Map<Source, ObjectNode> rewound = new LinkedHashMap<>();
            for (Source source : sources) {
                ObjectNode state = rewound(project.check().strategy(source), source.name(), states);
                if (state == null) {
                    return 1;
                }
                rewound.put(source, state);
            }
            guard.requireFree(project, names);
            rewound.forEach((source, state) -> {
                states.set(source.name(), source.strategy(), state);
                if (!options.json) {
                    spec.commandLine().getOut().println(source.name() + ": stored " + state);
                }
            });
            return 0;
        }
    }

    /** The state to store; null after a message that it would skip records. */
    private @Nullable ObjectNode rewound(Strategy strategy, String source, JdbcStateRepository states) {
        StoredState before = states.find(source).orElse(null);
        ObjectNode state = strategy.stateAt(to, before == null ? null : before.state());
        Cursor reached = before == null ? null : strategy.reached(before.state());
        // A state without a cursor: no record was read yet.
        boolean isEmpty = before != null && reached == null;
        if (forward || isEmpty || !isAhead(Objects.requireNonNull(strategy.reached(state)), reached)) {
            return state;
        }
        spec.commandLine()
                .getErr()
                .println(source + ": `" + to + "` is ahead of "
                        + (reached == null ? "its beginning, since it has no state" : "its cursor `" + reached + "`")
                        + ": records in between would never be read; use --forward if this is intended");
        return null;
    }

    private static boolean isAhead(Cursor wanted, @Nullable Cursor reached) {
        return reached == null || wanted.compareTo(reached) > 0;
    }
}
