package dev.tidemark.observe;

import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one source. Thread-safe. */
final class SourceMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> all = new ArrayList<>();
    private final Counter read;
    private final Counter written;
    private final Counter unchanged;
    private final Counter rejected;
    private final Counter filtered;
    private final Counter pages;
    private final Counter retries;
    private final LongAdder throttledNanos = new LongAdder();
    private final Timer requests;
    private final Timer chunks;
    private final Map<SyncResult.Status, Timer> syncs = new EnumMap<>(SyncResult.Status.class);
    private RowCounts reported = RowCounts.NONE;

    SourceMeters(String source, StatusCache cache, MeterRegistry registry) {
        this.registry = registry;
        this.tags = Tags.of("source", source);
        read = counter("tidemark.records.read", "records read from the source");
        written = counter("tidemark.records.written", "new and changed rows");
        unchanged = counter("tidemark.records.unchanged", "records whose identical rows were already in the table");
        rejected = counter("tidemark.records.rejected", "records that the table cannot hold");
        filtered = counter("tidemark.records.filtered", "records that the route's steps left out on purpose");
        pages = counter("tidemark.pages", "pages read from the source");
        retries = counter("tidemark.retries", "requests that were retried");
        requests = timer("tidemark.request", "from a request to the end of its response", tags);
        chunks = timer("tidemark.chunk", "from a chunk's first step to its commit", tags);
        for (SyncResult.Status status : SyncResult.Status.values()) {
            syncs.put(status, timer("tidemark.sync", "syncs", tags.and("status", status.word())));
        }
        all.add(FunctionCounter.builder("tidemark.throttled.seconds", throttledNanos, nanos -> nanos.sum() / 1e9)
                .description("time that requests waited for a rate limit")
                .tags(tags)
                .register(registry));
        gauge("tidemark.up", "1 when the source is up, 0 when it is down", cache, statuses -> up(statuses, source));
        gauge("tidemark.failures", "syncs that failed since the last success", cache, statuses -> {
            SourceStatus status = statuses.look(source);
            return status == null ? Double.NaN : status.failures();
        });
        gauge("tidemark.lag.seconds", "now minus the cursor", cache, statuses -> lag(statuses, source));
        all.add(TimeGauge.builder(
                        "tidemark.last.success.timestamp",
                        cache,
                        TimeUnit.SECONDS,
                        statuses -> lastSuccess(statuses.look(source)))
                .description("the end of the last successful sync, in seconds since 1970")
                .tags(tags)
                .register(registry));
    }

    synchronized void chunkWritten(RowCounts soFar, Duration took) {
        count(soFar);
        chunks.record(took);
    }

    synchronized void ended(SyncResult result) {
        count(result.counts());
        reported = RowCounts.NONE;
        Objects.requireNonNull(syncs.get(result.status()))
                .record(Duration.ofMillis(Math.round(result.seconds() * 1000)));
    }

    void responseReceived(Duration took) {
        requests.record(took);
    }

    void retried() {
        retries.increment();
    }

    void throttled(Duration waited) {
        throttledNanos.add(waited.toNanos());
    }

    /** Removes the meters of a source that was removed. */
    void remove() {
        all.forEach(registry::remove);
    }

    private void count(RowCounts soFar) {
        RowCounts since = soFar.since(reported);
        reported = soFar;
        read.increment((double) since.read());
        written.increment((double) since.written());
        unchanged.increment((double) since.unchanged());
        rejected.increment((double) since.rejected());
        filtered.increment((double) since.filtered());
        pages.increment(since.pages());
    }

    private static double up(StatusCache cache, String source) {
        StatusSnapshot snapshot = cache.look();
        SourceStatus status = snapshot.byName().get(source);
        return snapshot.fault() == null && status != null && status.fault() == null ? 1 : 0;
    }

    private static double lag(StatusCache cache, String source) {
        SourceStatus status = cache.look(source);
        Double lag = status == null ? null : status.lagSeconds();
        return lag == null ? Double.NaN : lag;
    }

    private static double lastSuccess(@Nullable SourceStatus status) {
        Instant success = status == null ? null : status.lastSuccess();
        return success == null ? Double.NaN : success.toEpochMilli() / 1000.0;
    }

    private Counter counter(String name, String description) {
        Counter counter =
                Counter.builder(name).description(description).tags(tags).register(registry);
        all.add(counter);
        return counter;
    }

    private Timer timer(String name, String description, Tags all) {
        Timer timer = Timer.builder(name).description(description).tags(all).register(registry);
        this.all.add(timer);
        return timer;
    }

    private void gauge(String name, String description, StatusCache cache, ToDoubleFunction<StatusCache> value) {
        all.add(Gauge.builder(name, cache, value)
                .description(description)
                .tags(tags)
                .register(registry));
    }
}
