package dev.tidemark.cli;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.reload.RouteWatch;
import dev.tidemark.reload.SourcesListener;
import dev.tidemark.observe.Monitoring;
import dev.tidemark.route.Source;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncResult;
import dev.tidemark.sync.SyncSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
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
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs all sources on their timers. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs all sources on their timers until stopped.")
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

    @Option(
            names = "--watch",
            description =
                    "Takes in what changes in the route files: added, changed and removed sources, without a restart.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        RouteWatch edits = watch ? new RouteWatch(options.routes, options.config) : null;
        try (Project setup = Project.read(options)) {
            List<String> refusals = Cluster.refusals(setup.cluster());
            if (!refusals.isEmpty()) {
                throw new UsageException(refusals);
            }
            setup.management().requireFree();
            run(setup, edits);
        }
        return 0;
    }

    private void run(Project setup, @Nullable RouteWatch edits) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        InstantSource clock = InstantSource.system();
        SyncSchedule turns = turns(setup, clock);
        try (Monitoring observatory = new Monitoring(setup.statusReader(PATIENCE), clock);
                CamelRuntime engine = new CamelRuntime(setup, setup.sources(), turns, SyncOptions.NONE, this::ended)) {
            observatory.begin(setup.watched(setup.sources()));
            engine.serve(
                    setup.management(), observatory, address -> LOG.info("status, health and metrics: {}", address));
            program.shutdown().stops(() -> {
                if (edits != null) {
                    edits.close();
                }
                engine.stop();
                stopped.countDown();
            });
            engine.start();
            say("Running " + names(setup) + "; a stop signal (Ctrl-C) ends it after the chunk that is being written.");
            if (edits != null) {
                edits.start(
                        setup.checked(), setup::check, new RunningSources(setup, turns, observatory), engine.context());
                say("Watching " + setup.routes() + ": what changes there is taken in.");
            }
            stopped.await();
            say("Stopped.");
        }
    }

    private static String names(Project setup) {
        return setup.sources().isEmpty()
                ? "no sources"
                : setup.sources().size() > MOST_NAMED
                        ? Counted.of(setup.sources().size(), "source")
                        : setup.sources().stream().map(Source::name).collect(Collectors.joining(", "));
    }

    private static SyncSchedule turns(Project setup, InstantSource clock) {
        Map<String, Duration> periods = new HashMap<>();
        setup.sources().forEach(source -> periods.put(source.name(), setup.period(source)));
        return new SyncSchedule(periods, clock);
    }

    /** Gives sources their turns, and tells of them, while they run. */
    private record RunningSources(Project setup, SyncSchedule turns, Monitoring observatory) implements SourcesListener {

        @Override
        public void begin(List<Source> sources) {
            sources.forEach(source -> turns.begin(source.name(), setup.period(source)));
            observatory.begin(setup.watched(sources));
        }

        @Override
        public void ended(List<Source> sources) {
            observatory.end(sources.stream().map(Source::name).toList());
            sources.forEach(source -> turns.forget(source.name()));
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
