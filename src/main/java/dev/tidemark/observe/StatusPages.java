package dev.tidemark.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.json.Json;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The page at {@code /}, and the JSON that it shows. They accept only GET. */
final class StatusPages {

    private static final int FIRST = -1000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    /** The paths for monitoring, which may use any host name for this server. */
    private static final Set<String> MONITORED = Set.of("/observe/health", "/observe/metrics");

    private final StatusCache cache;
    private final KnownHosts hosts;

    StatusPages(StatusCache cache, KnownHosts hosts) {
        this.cache = cache;
        this.hosts = hosts;
    }

    /** Adds them to a server. */
    void add(Router router) {
        router.route().order(FIRST).handler(context -> {
            protect(context.response());
            if (isMonitoring(context.request().path())
                    || hosts.contains(context.request().authority())) {
                context.next();
            } else {
                context.response()
                        .setStatusCode(MISDIRECTED)
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .end("The Host header of this request is not a name of this server: add it to"
                                + " tidemark.status.hosts.\n");
            }
        });
        file(router, "/", "text/html", PageFiles.page("index.html"));
        file(router, "/status.css", "text/css", PageFiles.page("status.css"));
        file(router, "/status.js", "text/javascript", PageFiles.page("status.js"));
        file(router, "/chart.js", "text/javascript", PageFiles.chartLibrary());
        json(router, "/observe/status", context -> {
            StatusSnapshot snapshot = cache.look();
            // Like the health check.
            context.response().setStatusCode(snapshot.fault() == null ? OK : UNAVAILABLE);
            return status(snapshot);
        });
        json(router, "/observe/history", context -> history(context.request().getParam("source")));
    }

    /** Not when only this machine can connect: a foreign page must not read these paths either. */
    private boolean isMonitoring(String path) {
        return !hosts.isLocal()
                && MONITORED.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    /** Prevents caching, content sniffing, framing and foreign content. */
    private static void protect(HttpServerResponse response) {
        response.putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static void file(Router router, String path, String type, Buffer content) {
        router.get(path).handler(context -> context.response()
                .putHeader("Content-Type", type + "; charset=utf-8")
                .end(content));
    }

    private static void json(Router router, String path, Function<RoutingContext, @Nullable Object> document) {
        Handler<RoutingContext> handler = context -> {
            Object found = document.apply(context);
            if (found == null) {
                context.response().setStatusCode(NOT_FOUND).end();
            } else {
                context.response()
                        .putHeader("Content-Type", "application/json; charset=utf-8")
                        .end(text(found));
            }
        };
        router.get(path).blockingHandler(handler, false);
    }

    private static Map<String, @Nullable Object> status(StatusSnapshot snapshot) {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("at", snapshot.at().toString());
        status.put("fault", snapshot.fault());
        boolean none = snapshot.fault() == null && snapshot.statuses().isEmpty();
        status.put("notice", none ? "no sources: nothing is being synced" : null);
        status.put("heading", SourceStatus.HEADING);
        status.put(
                "sources",
                snapshot.statuses().stream()
                        .map(each -> fieldsWithCells(each, snapshot.faultOf(each)))
                        .toList());
        return status;
    }

    private static Map<String, @Nullable Object> fieldsWithCells(SourceStatus status, @Nullable String fault) {
        String health = fault == null ? "up" : "down";
        List<String> cells = new ArrayList<>(status.cells());
        cells.set(SourceStatus.HEADING.indexOf("HEALTH"), health);
        Map<String, @Nullable Object> fields = status.fields();
        fields.put("health", health);
        fields.put("fault", fault);
        fields.put("cells", cells);
        fields.put("partitionLines", status.partitionLines());
        return fields;
    }

    /** The history of a source; null when the source is unknown. */
    private @Nullable Object history(@Nullable String source) {
        SourceStatus status = source == null ? null : cache.look(source);
        return status == null
                ? null
                : Map.of(
                        "source",
                        status.name(),
                        "points",
                        status.points().stream().map(StatusPages::fields).toList());
    }

    private static Map<String, @Nullable Object> fields(SyncPoint point) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("ended", point.ended().toString());
        fields.put("status", point.status());
        fields.put("rowsWritten", point.rowsWritten());
        fields.put("seconds", point.seconds());
        fields.put("lagSeconds", point.lagSeconds());
        return fields;
    }

    private static String text(Object document) {
        try {
            return Json.PLAIN.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }
}
