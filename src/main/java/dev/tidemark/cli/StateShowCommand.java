package dev.tidemark.cli;

import dev.tidemark.cli.output.Counted;
import dev.tidemark.cli.output.Results;
import dev.tidemark.cli.output.Table;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import dev.tidemark.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the state of a source, and of its partitions. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows the state of a source as JSON, and lists its partitions.")
final class StateShowCommand implements Callable<Integer> {

    private static final List<String> HEADING = List.of("PARTITION", "VALUES", "STATUS", "SYNCED", "STATE", "ERROR");

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Mixin
    private PartitionOption partition = new PartitionOption();

    @Parameters(paramLabel = "SOURCE", description = SyncCommand.NAME)
    private String written = "";

    @Override
    public Integer call() {
        try (Project project = Project.read(options, Map.of())) {
            JdbcStateRepository states = project.tables().states();
            Set<String> sources = StateCommand.find(written, project, states);
            boolean complete = true;
            for (String source : sources) {
                StoredState stored = states.find(source).orElse(null);
                if (stored == null) {
                    spec.commandLine().getErr().println(source + " has no state: it has not been synced yet");
                    complete = false;
                } else if (stored.hasPartitions() || partition.isGiven()) {
                    complete &= show(source, stored, states.partitions().all(source));
                } else {
                    show(source, stored, sources.size() > 1 ? source + ": " : "");
                }
            }
            spec.commandLine().getOut().flush();
            return complete ? 0 : 1;
        }
    }

    private void show(String source, StoredState stored, String prefix) {
        spec.commandLine()
                .getOut()
                .println(options.json ? Results.json(fields(source, stored)) : prefix + stored.state());
    }

    /** Returns whether any of the partitions is shown. */
    private boolean show(String source, StoredState stored, List<StoredPartition> all) {
        List<StoredPartition> shown = partition.matching(all);
        if (options.json) {
            Map<String, @Nullable Object> fields = fields(source, stored);
            fields.put(
                    PartitionJson.FIELD,
                    shown.stream().map(PartitionJson::fields).toList());
            spec.commandLine().getOut().println(Results.json(fields));
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(HEADING);
            shown.forEach(each -> rows.add(cells(each)));
            spec.commandLine()
                    .getOut()
                    .println(source + ": " + Counted.of(all.size(), "partition")
                            + (partition.isGiven() ? ", " + shown.size() + " with these values" : ""));
            if (!shown.isEmpty()) {
                spec.commandLine().getOut().print(Table.of(rows));
            }
        }
        return !partition.isGiven() || !shown.isEmpty();
    }

    private static List<String> cells(StoredPartition stored) {
        Instant synced = stored.syncedAt();
        return List.of(
                stored.partition().shortId(),
                stored.partition().shownValues(),
                stored.status().word(),
                synced == null ? "never" : synced.toString(),
                stored.state() == null ? "" : SafeText.line(stored.state().toString()),
                stored.error() == null ? "" : SafeText.excerpt(stored.error()));
    }

    static Map<String, @Nullable Object> fields(String source, StoredState stored) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", source);
        fields.put("strategy", stored.strategy());
        fields.put("state", stored.state());
        fields.put("version", stored.version());
        return fields;
    }
}
