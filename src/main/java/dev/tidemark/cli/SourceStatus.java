package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.state.PastSync;
import dev.tidemark.state.SyncLease;
import dev.tidemark.strategy.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source is.
 *
 * @param last its newest sync; null when there was none
 * @param success its newest sync that came to its end; null when there was none
 * @param reached where its state stands; null when it has none, or none that can be read
 * @param lease who is syncing it; null when nobody is
 */
record SourceStatus(
        Source source,
        Duration period,
        @Nullable PastSync last,
        @Nullable PastSync success,
        @Nullable Cursor reached,
        @Nullable SyncLease lease,
        Instant now) {

    static final List<String> HEADING =
            List.of("SOURCE", "STRATEGY", "STATUS", "LAST SUCCESS", "ROWS", "LAG", "NEXT RUN", "LAST ERROR");

    /** For a person. */
    List<String> cells() {
        Duration lag = lag();
        return List.of(
                source.name(),
                source.strategy(),
                status(),
                success == null ? "never" : seconds(success.ended()),
                last == null ? "" : Long.toString(last.rowsWritten()),
                lag == null ? "" : text(lag),
                lease != null
                        ? "now, by " + lease.owner()
                        : last == null ? "" : seconds(last.started().plus(period)),
                last == null || last.error() == null ? "" : last.error());
    }

    /** For a machine. */
    Map<String, @Nullable Object> fields() {
        Duration lag = lag();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", source.name());
        fields.put("strategy", source.strategy());
        fields.put("status", status());
        fields.put("lastStart", last == null ? null : last.started().toString());
        fields.put("lastSuccess", success == null ? null : success.ended().toString());
        fields.put("rowsRead", last == null ? null : last.rowsRead());
        fields.put("rowsWritten", last == null ? null : last.rowsWritten());
        fields.put("rowsRejected", last == null ? null : last.rowsRejected());
        fields.put("cursor", reached == null ? null : reached.text());
        fields.put("lagSeconds", lag == null ? null : lag.toMillis() / 1000.0);
        fields.put("nextRun", last == null ? null : last.started().plus(period).toString());
        fields.put("runBy", lease == null ? null : lease.owner());
        fields.put("error", last == null ? null : last.error());
        return fields;
    }

    private String status() {
        return lease != null ? "running" : last == null ? "never" : last.status();
    }

    /** How far the cursor lies behind the clock; null when it is no point in time. */
    private @Nullable Duration lag() {
        return reached == null || !reached.isInstant() ? null : Duration.between(reached.instant(), now);
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As in {@code 3d 4h}: the two largest units. */
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
