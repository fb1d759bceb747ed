package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.sync.SyncResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Runs sources once, side by side, until the last has ended. */
final class SyncOnce {

    private SyncOnce() {}

    /**
     * Runs them. A stop signal stops them after the chunk that each is writing.
     *
     * @return one result a source, in the order of the sources
     */
    static List<SyncResult> run(Setup setup, Collection<Source> sources, Shutdown shutdown)
            throws InterruptedException {
        Map<String, SyncResult> results = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(sources.size());
        try (Engine engine = new Engine(setup, sources, true, result -> {
            results.put(result.source(), result);
            left.countDown();
        })) {
            shutdown.stops(engine::stop);
            engine.start();
            left.await();
        }
        return sources.stream()
                .map(source -> Objects.requireNonNull(results.get(source.name())))
                .toList();
    }
}
