package dev.tidemark.cli;

import dev.tidemark.cli.output.Counted;
import dev.tidemark.cli.output.Results;
import dev.tidemark.cluster.Cluster;
import dev.tidemark.config.UsageException;
import dev.tidemark.observe.Monitoring;
import dev.tidemark.reload.RouteWatch;
import dev.tidemark.reload.SourcesListener;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.CamelRuntime;
import dev.tidemark.runtime.FileCheck;
import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs all sources on their timers. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs sources on their timers until stopped.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final int MOST_NAMED = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TidemarkCommand program;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = SyncCommand.NAMES)
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--watch",
            description = "Loads added, changed and removed sources from the route files without a restart.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        RouteWatch edits = watch ? new RouteWatch(options.routes) : null;
        try (Project project = Project.read(options, Map.of())) {
            List<String> refusals = Cluster.refusals(project.config().cluster());
            if (!refusals.isEmpty()) {
                throw new UsageException(refusals);
            }
            project.config().management().requireFree();
            run(project, names.isEmpty() ? project.sources() : project.sources(names), edits);
        }
        return 0;
    }

    private void run(Project project, List<Source> sources, @Nullable RouteWatch edits) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        InstantSource clock = InstantSource.system();
        Timings timings = project.timings().all();
        SyncSchedule schedule =
                new SyncSchedule(timings, clock, project.tables().history());
        try (Monitoring monitoring = new Monitoring(project.tables().statusReader(PATIENCE), clock);
                CamelRuntime runtime = new CamelRuntime(project, sources, schedule, SyncOptions.NONE, this::ended)) {
            monitoring.begin(project.timings().watched(sources));
            runtime.serve(
                    project.config().management(),
                    monitoring,
                    address -> LOG.info("status, health and metrics: {}", address));
            program.shutdown().stops(() -> {
                if (edits != null) {
                    edits.close();
                }
                runtime.stop();
                stopped.countDown();
            });
            runtime.start();
            say("Running " + listed(sources) + ". Press Ctrl-C (or send SIGTERM) to stop after the current chunk.");
            if (edits != null) {
                FileCheck files = new FileCheck(project, names);
                edits.start(
                        files.atStart(),
                        files::check,
                        new RunningSources(project, timings, schedule, monitoring),
                        runtime.context());
                say("Watching " + project.routes() + ": changes are loaded automatically.");
            }
            stopped.await();
            say("Stopped.");
        }
    }

    private static String listed(List<Source> sources) {
        return sources.isEmpty()
                ? "no sources"
                : sources.size() > MOST_NAMED
                        ? Counted.of(sources.size(), "source")
                        : sources.stream().map(Source::name).collect(Collectors.joining(", "));
    }

    /** Schedules and monitors the sources while they run. */
    private record RunningSources(Project project, Timings timings, SyncSchedule schedule, Monitoring monitoring)
            implements SourcesListener {

        @Override
        public void begin(List<Source> sources) {
            sources.forEach(
                    source -> schedule.begin(source.name(), project.timings().of(source)));
            monitoring.begin(
                    project.timings().watched(sources, timings),
                    source -> project.config().health().limits(source.name(), source.timing(), timings));
        }

        @Override
        public void ended(List<Source> sources) {
            monitoring.end(sources.stream().map(Source::name).toList());
            sources.forEach(source -> schedule.forget(source.name()));
        }
    }

    private void say(String what) {
        if (!options.json) {
            spec.commandLine().getOut().println(what);
            spec.commandLine().getOut().flush();
        }
    }

    private void ended(SyncResult result) {
        if (options.json) {
            spec.commandLine().getOut().println(Results.json(result));
        }
    }
}
