package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.cli.output.Counted;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.LeaseGuard;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.StatesElsewhere;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Mixin
    private PartitionOption partition = new PartitionOption();

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            List<Source> sources = project.sources(List.of(written));
            List<String> names = sources.stream().map(Source::name).toList();
            new StatesElsewhere(project).refuse(names);
            sources.forEach(source -> new StateArgument(project, source).requireCursor(source.name() + ": --to", to));
            JdbcStateRepository states = project.tables().states();
            states.createTable();
            PartitionedSources partitioned = new PartitionedSources(project, states);
            List<Runnable> changes = new ArrayList<>();
            for (Source source : sources) {
                Rewind rewind = new Rewind(project.check().strategy(source), to, forward);
                Runnable change = partition.isGiven() || partitioned.contains(source)
                        ? partitions(source.name(), rewind, states.partitions())
                        : whole(source, rewind, states);
                if (change == null) {
                    return 1;
                }
                changes.add(change);
            }
            guard.requireFree(project, names);
            changes.forEach(Runnable::run);
            return 0;
        }
    }

    /** The change to a source without partitions; null after a message that it would skip records. */
    private @Nullable Runnable whole(Source source, Rewind rewind, JdbcStateRepository states) {
        ObjectNode before = states.find(source.name()).map(StoredState::state).orElse(null);
        ObjectNode state = rewind.from(before);
        if (state == null) {
            return refuse(rewind.refusal(source.name(), before));
        }
        return () -> {
            states.set(source.name(), source.strategy(), state);
            say(source.name() + ": stored " + state);
        };
    }

    /** The change to one partition, or to all that have gone past the cursor; null after a message that it skips records. */
    private @Nullable Runnable partitions(String source, Rewind rewind, PartitionTable table) {
        List<StoredPartition> all = table.all(source);
        if (partition.isGiven()) {
            StoredPartition one = partition.one(source, all);
            ObjectNode state = rewind.from(one.state());
            if (state == null) {
                return refuse(
                        rewind.refusal(source + ", partition " + one.partition().shownValues(), one.state()));
            }
            return () -> {
                table.changes().set(source, Map.of(one.partition().id(), state));
                say(source + ": stored " + state);
            };
        }
        Map<String, ObjectNode> rewound = new LinkedHashMap<>();
        for (StoredPartition each : all) {
            ObjectNode state = rewind.from(each.state());
            if (state != null) {
                rewound.put(each.partition().id(), state);
            }
        }
        return () -> {
            table.changes().set(source, rewound);
            int others = all.size() - rewound.size();
            say(source + ": moved " + Counted.of(rewound.size(), "partition") + " to `" + to + "`"
                    + (others == 0 ? "" : "; " + others + " stay, as their cursors are not after it"));
        };
    }

    private @Nullable Runnable refuse(String why) {
        spec.commandLine().getErr().println(why);
        return null;
    }

    private void say(String what) {
        if (!options.json) {
            spec.commandLine().getOut().println(what);
        }
    }
}
