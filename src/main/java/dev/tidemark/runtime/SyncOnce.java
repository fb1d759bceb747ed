package dev.tidemark.runtime;

import dev.tidemark.cli.output.ProgressReport;
import dev.tidemark.route.Source;
import dev.tidemark.schedule.Timing;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs sources once, in parallel, until all have ended. */
public final class SyncOnce {

    private SyncOnce() {}

    /**
     * Runs the sources. A stop signal stops each after its current chunk.
     *
     * @return one result per source, in the order of the sources
     */
    public static List<SyncResult> run(
            Project project, Collection<Source> sources, SyncOptions options, Shutdown shutdown, SyncListener... more)
            throws InterruptedException {
        SyncOrder order = order(project, sources);
        Set<String> names = sources.stream().map(Source::name).collect(Collectors.toSet());
        Map<String, SyncResult> results = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(sources.size());
        SyncListener ends = result -> {
            if (names.contains(result.source()) && results.put(result.source(), result) == null) {
                left.countDown();
            }
        };
        try (ProgressReport report = ProgressReport.open();
                CamelRuntime runtime =
                        new CamelRuntime(project, sources, null, options, all(ends, report, order, more))) {
            shutdown.stops(() -> {
                order.release();
                runtime.stop();
                endWaiting(left);
            });
            runtime.start();
            report.start(runtime.context());
            left.await();
            runtime.awaitIdle();
        } finally {
            shutdown.idle();
        }
        return sources.stream()
                .map(source -> results.getOrDefault(source.name(), notStarted(source)))
                .toList();
    }

    /** A source that follows one of these starts after it. */
    private static SyncOrder order(Project project, Collection<Source> sources) {
        Set<String> names = sources.stream().map(Source::name).collect(Collectors.toSet());
        Map<String, String> parents = new TreeMap<>();
        for (Source source : sources) {
            if (project.timings().of(source) instanceof Timing.After after && names.contains(after.source())) {
                parents.put(source.name(), after.source());
            }
        }
        return new SyncOrder(parents);
    }

    private static SyncListener[] all(
            SyncListener ends, SyncListener report, SyncListener order, SyncListener... more) {
        return Stream.concat(Stream.of(ends, report, order), Stream.of(more)).toArray(SyncListener[]::new);
    }

    /**
     * A source that was stopped before its first step never reports a result; an aborted one reports it within a moment.
     */
    private static void endWaiting(CountDownLatch left) {
        try {
            left.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (left.getCount() > 0) {
            left.countDown();
        }
    }

    private static SyncResult notStarted(Source source) {
        return new SyncResult(
                SyncStart.now(source.name(), source.strategy()),
                SyncResult.Status.STOPPED,
                RowCounts.NONE,
                null,
                0,
                null,
                List.of());
    }
}
