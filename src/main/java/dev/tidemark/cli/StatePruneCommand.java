package dev.tidemark.cli;

import dev.tidemark.cli.output.Counted;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.yaml.DurationText;
import dev.tidemark.runtime.LeaseGuard;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.state.JdbcStateRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.camel.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes the states of partitions that are no longer among those of the source. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = "Removes the states of partitions that no sync has found for some time. Rows of tables stay.")
final class StatePruneCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Mixin
    private LeaseGuard guard = new LeaseGuard();

    @Parameters(paramLabel = "SOURCE", description = SyncCommand.NAME)
    private String written = "";

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            required = true,
            description = "For how long no sync has found them, such as 30d.")
    private String age = "";

    @Override
    public Integer call() {
        long millis = millis();
        try (Project project = Project.read(options, Map.of())) {
            JdbcStateRepository states = project.tables().states();
            Set<String> sources = StateCommand.find(written, project, states);
            guard.requireFree(project, sources);
            for (String source : sources) {
                int removed = states.partitions()
                        .changes()
                        .prune(source, Instant.now().minusMillis(millis));
                if (!options.json) {
                    spec.commandLine()
                            .getOut()
                            .println(source + ": removed " + Counted.of(removed, "partition")
                                    + " that no sync has found for " + age);
                }
            }
            return 0;
        }
    }

    private long millis() {
        long millis = DurationText.isValid(age) ? TimeUtils.toMilliSeconds(age) : 0;
        if (millis <= 0) {
            throw new UsageException(
                    List.of("--older-than is `" + age + "`; use a time greater than zero, such as 30d"));
        }
        return millis;
    }
}
