package dev.tidemark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.output.Counted;
import dev.tidemark.cli.output.Results;
import dev.tidemark.cli.output.Table;
import dev.tidemark.config.UsageException;
import dev.tidemark.json.Json;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.sink.StoredReject;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the records that could not be written, and writes them again. */
@Command(
        name = "rejects",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | replay)",
        subcommands = RejectsReplayCommand.class,
        description = "Shows the records that could not be written, and writes them again.")
final class RejectsCommand implements Runnable {

    private static final int ID_LENGTH = 12;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of list, show, replay is missing");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the rejects of a source, or all.")
    int list(
            @Mixin Options options,
            @Parameters(paramLabel = "SOURCE", arity = "0..1", description = SyncCommand.NAMES) @Nullable
                    String source) {
        try (Project project = Project.read(options, Map.of())) {
            Rejects rejects = new Rejects(project);
            List<Rejects.Found> all = rejects.of(rejects.names(project, source));
            if (options.json) {
                all.forEach(found -> out().println(Results.json(fields(found))));
            } else {
                out().print(all.isEmpty() ? "No rejects" + System.lineSeparator() : table(all));
            }
            out().flush();
            return 0;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a reject with its record.")
    int show(
            @Mixin Options options,
            @Parameters(paramLabel = "ID", description = "The id, or a unique prefix of it.") String id) {
        try (Project project = Project.read(options, Map.of())) {
            Rejects rejects = new Rejects(project);
            List<Rejects.Found> matching = rejects.beginningWith(id);
            long ids = matching.stream()
                    .map(found -> found.reject().id())
                    .distinct()
                    .count();
            if (ids != 1) {
                throw new UsageException(List.of(
                        ids == 0
                                ? "unknown reject `" + id + "`; `rejects list` shows all rejects"
                                : "the ids of " + ids + " rejects start with `" + id + "`; use a longer prefix"));
            }
            matching.forEach(found -> show(found, record(rejects.record(found)), options.json));
            out().flush();
            return 0;
        }
    }

    private void show(Rejects.Found found, JsonNode record, boolean json) {
        Map<String, Object> fields = fields(found);
        if (json) {
            fields.put("record", record);
            out().println(Results.json(fields));
        } else {
            List<List<String>> rows = new ArrayList<>();
            fields.forEach((name, value) -> rows.add(List.of(name, value.toString())));
            out().print(Table.of(rows));
            out().println(record.toPrettyString());
        }
    }

    private static JsonNode record(String text) {
        try {
            return Json.EXACT.readTree(text);
        } catch (JsonProcessingException e) {
            return Json.EXACT.getNodeFactory().textNode(text);
        }
    }

    private static Map<String, Object> fields(Rejects.Found found) {
        StoredReject reject = found.reject();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", reject.id());
        fields.put("source", reject.source());
        fields.put("dataSource", found.database());
        fields.put("table", reject.table());
        fields.put("rejectedAt", reject.rejectedAt().toString());
        fields.put("reason", reject.reason());
        return fields;
    }

    private static String table(List<Rejects.Found> all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SOURCE", "ID", "TABLE", "REJECTED AT", "REASON"));
        Map<String, Integer> counts = new TreeMap<>();
        for (Rejects.Found found : all) {
            StoredReject reject = found.reject();
            counts.merge(reject.source(), 1, Integer::sum);
            rows.add(List.of(
                    reject.source(),
                    reject.id().substring(0, Math.min(ID_LENGTH, reject.id().length())),
                    reject.table(),
                    reject.rejectedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    reject.reason()));
        }
        StringBuilder text = new StringBuilder(Table.of(rows));
        counts.forEach((source, count) -> text.append(source)
                .append(": ")
                .append(Counted.of(count, "reject"))
                .append(System.lineSeparator()));
        return text.toString();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
