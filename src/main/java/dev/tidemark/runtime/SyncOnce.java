package dev.tidemark.runtime;

import dev.tidemark.cli.output.ProgressReport;
import dev.tidemark.route.Source;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        Set<String> names = sources.stream().map(Source::name).collect(Collectors.toSet());
        Map<String, SyncResult> results = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(sources.size());
        SyncListener ends = result -> {
            if (names.contains(result.source()) && results.put(result.source(), result) == null) {
                left.countDown();
            }
        };
        try (ProgressReport report = ProgressReport.open();
                CamelRuntime runtime = new CamelRuntime(project, sources, null, options, all(ends, report, more))) {
            shutdown.stops(() -> {
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

    private static SyncListener[] all(SyncListener ends, SyncListener report, SyncListener... more) {
        return Stream.concat(Stream.of(ends, report), Stream.of(more)).toArray(SyncListener[]::new);
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
