package dev.tidemark.observe;

import dev.tidemark.state.RowCounts;
import dev.tidemark.sync.SyncResult;
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

/** The meters of one source. Safe for use by many threads. */
final class SourceMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> all = new ArrayList<>();
    private final Counter read;
    private final Counter written;
    private final Counter unchanged;
    private final Counter rejected;
    private final Counter pages;
    private final Counter retries;
    private final LongAdder throttledNanos = new LongAdder();
    private final Timer requests;
    private final Timer chunks;
    private final Map<SyncResult.Status, Timer> syncs = new EnumMap<>(SyncResult.Status.class);
    private RowCounts told = RowCounts.NONE;

    SourceMeters(String source, StatusCache board, MeterRegistry registry) {
        this.registry = registry;
        this.tags = Tags.of("source", source);
        read = counter("tidemark.records.read", "records that were read");
        written = counter("tidemark.records.written", "new and changed rows");
        unchanged = counter("tidemark.records.unchanged", "records whose rows were in the table already, identical");
        rejected = counter("tidemark.records.rejected", "records that the table cannot hold");
        pages = counter("tidemark.pages", "pages that were read");
        retries = counter("tidemark.retries", "requests that were made once more");
        requests = timer("tidemark.request", "from a request to the end of its answer", tags);
        chunks = timer("tidemark.chunk", "from a chunk's first step to its commit", tags);
        for (SyncResult.Status status : SyncResult.Status.values()) {
            syncs.put(status, timer("tidemark.sync", "syncs", tags.and("status", status.word())));
        }
        all.add(FunctionCounter.builder("tidemark.throttled.seconds", throttledNanos, nanos -> nanos.sum() / 1e9)
                .description("time that requests waited for a rate limit")
                .tags(tags)
                .register(registry));
        gauge("tidemark.up", "1 when the source is up, 0 when it is down", board, looked -> up(looked, source));
        gauge("tidemark.failures", "syncs that failed since the last success", board, looked -> {
            SourceStatus status = looked.look(source);
            return status == null ? Double.NaN : status.failures();
        });
        gauge("tidemark.lag.seconds", "now minus the cursor", board, looked -> lag(looked, source));
        all.add(TimeGauge.builder(
                        "tidemark.last.success.timestamp",
                        board,
                        TimeUnit.SECONDS,
                        looked -> lastSuccess(looked.look(source)))
                .description("the end of the last sync that came to its end, in seconds since 1970")
                .tags(tags)
                .register(registry));
    }

    synchronized void chunkWritten(RowCounts soFar, Duration took) {
        count(soFar);
        chunks.record(took);
    }

    synchronized void ended(SyncResult result) {
        count(result.counts());
        told = RowCounts.NONE;
        Objects.requireNonNull(syncs.get(result.status()))
                .record(Duration.ofMillis(Math.round(result.seconds() * 1000)));
    }

    void answered(Duration took) {
        requests.record(took);
    }

    void retried() {
        retries.increment();
    }

    void throttled(Duration waited) {
        throttledNanos.add(waited.toNanos());
    }

    /** The source is gone. */
    void remove() {
        all.forEach(registry::remove);
    }

    private void count(RowCounts soFar) {
        RowCounts since = soFar.since(told);
        told = soFar;
        read.increment((double) since.read());
        written.increment((double) since.written());
        unchanged.increment((double) since.unchanged());
        rejected.increment((double) since.rejected());
        pages.increment(since.pages());
    }

    private static double up(StatusCache board, String source) {
        StatusSnapshot reading = board.look();
        SourceStatus status = reading.byName().get(source);
        return reading.fault() == null && status != null && status.fault() == null ? 1 : 0;
    }

    private static double lag(StatusCache board, String source) {
        SourceStatus status = board.look(source);
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

    private void gauge(String name, String description, StatusCache board, ToDoubleFunction<StatusCache> value) {
        all.add(Gauge.builder(name, board, value)
                .description(description)
                .tags(tags)
                .register(registry));
    }
}
