package dev.tidemark.observe;

import dev.tidemark.http.RequestListener;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The metrics of the watched sources. Thread-safe. */
final class Metrics implements SyncListener, RequestListener {

    private final MeterRegistry registry;
    private final Map<String, SourceMeters> sources = new ConcurrentHashMap<>();
    private final StatusCache cache;

    /** @param registry the registry of the meters */
    Metrics(StatusCache cache, MeterRegistry registry) {
        this.cache = cache;
        this.registry = registry;
    }

    /** Sets the sources to watch. */
    void watch(Collection<String> names) {
        names.forEach(name -> sources.computeIfAbsent(name, added -> new SourceMeters(added, cache, registry)));
        sources.entrySet().removeIf(source -> {
            boolean gone = !names.contains(source.getKey());
            if (gone) {
                source.getValue().remove();
            }
            return gone;
        });
    }

    @Override
    public void chunkWritten(String source, RowCounts soFar, Duration took) {
        of(source, meters -> meters.chunkWritten(soFar, took));
    }

    @Override
    public void ended(SyncResult result) {
        of(result.source(), meters -> meters.ended(result));
    }

    @Override
    public void responseReceived(String source, Duration took) {
        of(source, meters -> meters.responseReceived(took));
    }

    @Override
    public void retried(String source) {
        of(source, SourceMeters::retried);
    }

    @Override
    public void throttled(String source, Duration waited) {
        of(source, meters -> meters.throttled(waited));
    }

    private void of(String source, Consumer<SourceMeters> action) {
        SourceMeters meters = sources.get(source);
        if (meters != null) {
            action.accept(meters);
        }
    }
}
