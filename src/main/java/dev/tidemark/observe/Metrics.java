package dev.tidemark.observe;

import dev.tidemark.http.RequestListener;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The metrics of the watched sources. Thread-safe. */
final class Metrics implements SyncListener, RequestListener {

    private final MeterRegistry registry;
    private final Map<String, SourceMeters> sources = new ConcurrentHashMap<>();
    private final StatusCache cache;
    private final MultiGauge partitions;

    /** @param registry the registry of the meters */
    Metrics(StatusCache cache, MeterRegistry registry) {
        this.cache = cache;
        this.registry = registry;
        this.partitions = MultiGauge.builder("tidemark.partitions")
                .description("partitions that the newest sync found")
                .register(registry);
        cache.listen(this::countPartitions);
    }

    /** Only of sources that have partitions. */
    private void countPartitions(StatusSnapshot snapshot) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (SourceStatus source : snapshot.statuses()) {
            PartitionStatus found = source.partitions();
            if (found != null) {
                for (StoredPartition.Status status : StoredPartition.Status.values()) {
                    rows.add(MultiGauge.Row.of(
                            Tags.of("source", source.name(), "status", status.word()),
                            found.counts().of(status)));
                }
            }
        }
        partitions.register(rows, true);
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
