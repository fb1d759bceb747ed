package dev.tidemark.observe;

import dev.tidemark.schedule.Timing;
import dev.tidemark.state.SyncLease;
import dev.tidemark.state.SyncResult;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.sync.SyncSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status of a source, as in {@code status}, the health checks, the metrics and the page. */
public final class SourceStatus {

    /** The headings of the cells. */
    public static final List<String> HEADING = List.of(
            "SOURCE",
            "STRATEGY",
            "STATUS",
            "HEALTH",
            "LAST SUCCESS",
            "ROWS",
            "REJECTS",
            "LAG",
            "RUNS",
            "NEXT RUN",
            "LAST ERROR");

    private final WatchedSource source;
    private final SourceHistory history;
    private final @Nullable Cursor reached;
    private final @Nullable SyncLease lease;
    private final @Nullable Long rejects;
    private final @Nullable PartitionStatus partitions;
    private final Instant now;

    /**
     * The status of one source.
     *
     * @param reached the cursor of its state; null when there is none, or it cannot be read
     * @param lease the process that is syncing it; null when there is none
     * @param rejects the number of waiting rejects; null when it is unknown
     * @param partitions its partitions; null when it has none
     */
    SourceStatus(
            WatchedSource source,
            SourceHistory history,
            @Nullable Cursor reached,
            @Nullable SyncLease lease,
            @Nullable Long rejects,
            @Nullable PartitionStatus partitions,
            Instant now) {
        this.source = source;
        this.history = history;
        this.reached = reached;
        this.lease = lease;
        this.rejects = rejects;
        this.partitions = partitions;
        this.now = now;
    }

    /** The cells of a table row, for people. */
    public List<String> cells() {
        SyncResult last = history.last();
        SyncResult success = history.success();
        Duration lag = lag();
        Instant next = next();
        return List.of(
                name(),
                source.strategyName(),
                status(),
                health(),
                success == null ? "never" : seconds(success.ended()),
                last == null ? "" : Long.toString(last.rowsWritten()),
                rejects == null ? "?" : rejects.toString(),
                lag == null ? "" : text(lag),
                source.timing().text(),
                lease != null ? "now, by " + lease.owner() : next == null ? "" : seconds(next),
                last == null || last.error() == null ? "" : last.error());
    }

    /** The fields of a JSON object, for programs. */
    public Map<String, @Nullable Object> fields() {
        SyncResult last = history.last();
        Instant success = lastSuccess();
        Instant next = next();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", name());
        fields.put("strategy", source.strategyName());
        fields.put("status", status());
        fields.put("health", health());
        fields.put("fault", fault());
        fields.put("failures", failures());
        fields.put("lastStart", last == null ? null : last.start().at().toString());
        fields.put("lastSuccess", success == null ? null : success.toString());
        fields.put("rowsRead", last == null ? null : last.rowsRead());
        fields.put("rowsWritten", last == null ? null : last.rowsWritten());
        fields.put("rowsRejected", last == null ? null : last.rowsRejected());
        fields.put("rowsFiltered", last == null ? null : last.rowsFiltered());
        fields.put("rejectsWaiting", rejects);
        fields.put("cursor", reached == null ? null : reached.text());
        fields.put("lagSeconds", lagSeconds());
        fields.put("partitions", partitions == null ? null : partitions.fields());
        fields.put("runs", source.timing().text());
        fields.put("nextRun", next == null ? null : next.toString());
        fields.put("runBy", lease == null ? null : lease.owner());
        fields.put("error", last == null ? null : last.error());
        return fields;
    }

    /** How many partitions there are in which status, and the errors of those that failed; empty without partitions. */
    public List<String> partitionLines() {
        return partitions == null ? List.of() : partitions.lines(lease != null);
    }

    /** Its partitions; null when it has none. */
    @Nullable
    PartitionStatus partitions() {
        return partitions;
    }

    /** Its name. */
    public String name() {
        return source.name();
    }

    /** Why it is down; null when it is up. */
    @Nullable
    String fault() {
        SyncResult last = history.last();
        if (last != null && failures() >= source.limits().maxFailures()) {
            return failures() + (failures() == 1 ? " failure" : " failures in a row") + "; the last error:" + " "
                    + Objects.requireNonNullElse(last.error(), "");
        }
        Instant success = lastSuccess();
        Instant since = success == null ? begun() : success;
        if (since == null
                || Duration.between(since, now).compareTo(source.limits().maxStaleness()) <= 0) {
            return null;
        }
        String ago = text(Duration.between(since, now)) + " ago, more than maxStaleness ("
                + text(source.limits().maxStaleness()) + ")";
        return success == null
                ? "no sync has succeeded; the first started " + ago
                : "the last success was at " + seconds(success) + ", " + ago;
    }

    /** The number of failed syncs since the last success. */
    int failures() {
        return history.failures();
    }

    /** The end of the last success; null when there was none. */
    @Nullable
    Instant lastSuccess() {
        return history.success() == null ? null : history.success().ended();
    }

    /** How far the cursor is behind the clock; null when it is not a time. */
    @Nullable
    Double lagSeconds() {
        Duration lag = lag();
        return lag == null ? null : lag.toMillis() / 1000.0;
    }

    List<SyncPoint> points() {
        return history.points();
    }

    private String health() {
        return fault() == null ? "up" : "down";
    }

    private String status() {
        SyncResult last = history.last();
        return lease != null
                ? "running"
                : last == null ? "never" : last.status().word();
    }

    /** The time of {@code run}'s next sync; null when it was never synced, or another source decides. */
    private @Nullable Instant next() {
        SyncResult last = history.last();
        if (source.timing() instanceof Timing.Every every) {
            Instant from = last == null || failures() == 0 ? null : last.ended();
            return from != null
                    ? from.plus(SyncSchedule.pause(every.period(), failures()))
                    : last == null ? null : last.start().at().plus(every.period());
        }
        Instant scheduled = source.timing().next(now);
        if (last == null || failures() == 0) {
            return scheduled;
        }
        Instant retry = last.ended().plus(SyncSchedule.retryPause(failures()));
        return scheduled != null && scheduled.isBefore(retry) ? scheduled : retry;
    }

    private @Nullable Duration lag() {
        return WatchedSource.lag(reached, now);
    }

    /** The time of the first attempt. */
    private @Nullable Instant begun() {
        return history.first() != null ? history.first() : lease == null ? null : lease.since();
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The two largest units, as in {@code 3d 4h}. */
    private static String text(Duration lag) {
        if (lag.isNegative()) {
            return "-" + text(lag.negated());
        }
        if (lag.toDays() > 0) {
            return lag.toDays() + "d " + lag.toHoursPart() + "h";
        }
        if (lag.toHours() > 0) {
            return lag.toHours() + "h " + lag.toMinutesPart() + "m";
        }
        return lag.toMinutes() > 0 ? lag.toMinutes() + "m " + lag.toSecondsPart() + "s" : lag.toSeconds() + "s";
    }
}
