package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.observe.Monitoring;
import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API that is down for an hour, by a clock that leaps: all reports of it agree, and its records are not lost. */
class OutageTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Map<String, Object>> records = new CopyOnWriteArrayList<>();
    private final TestApi api = new TestApi(this::respond);
    private final long begun = System.nanoTime();
    private final InstantSource clock = () -> Instant.now().plus(leapt());
    private volatile Duration leapt = Duration.ZERO;
    private volatile boolean down;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Project setup;

    private final List<AutoCloseable> open = new ArrayList<>(List.of(api));
    private String address = "";

    /** What one way of looking says. */
    private record Told(boolean up, int failures, double lag, boolean erred) {}

    @BeforeEach
    void start() throws Exception {
        Files.writeString(
                folder.resolve("records.yaml"),
                new SourceYaml("timestamp", "records")
                        .with("url", api.url("/records"))
                        .with("period", "100ms")
                        .sink("primaryKey", "id")
                        .toString());
        Options options = new Options();
        options.routes = folder;
        options.config = Files.writeString(folder.resolve("application.properties"), "");
        options.overrides = Map.of(
                "tidemark.datasource.destination.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "tidemark.client.default.maxRetries", "1",
                "tidemark.client.default.retryDelay", "1ms",
                "camel.management.port", "0");
        setup = Project.read(options, Map.of());
        open.add(setup);
        Monitoring monitoring = new Monitoring(setup.tables().statusReader(PATIENCE), clock);
        open.add(monitoring);
        monitoring.begin(setup.timings().watched(setup.sources()));
        SyncSchedule turns =
                new SyncSchedule(new Timings(Map.of("records", new Timing.Every(Duration.ofMinutes(1)))), clock, null);
        CamelRuntime engine = new CamelRuntime(setup, setup.sources(), turns, SyncOptions.NONE, result -> {});
        open.add(engine);
        engine.serve(setup.config().management(), monitoring, served -> address = served);
        changes();
        engine.start();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void allAgreeAndTheTableCatchesUp() throws Exception {
        Eventually.await("the first record", PATIENCE, () -> rows() == 1);
        agree("before", new Told(true, 0, 10, false));

        down = true;
        agree("at the first failure", new Told(true, 1, 10, true));
        long lag = 10;
        int failures = 1;
        // The back-off of a source with a period of a minute.
        for (int minutes : new int[] {2, 4, 8, 16}) {
            leap(minutes);
            failures++;
            lag += minutes * 60L;
            agree(failures + " failures", new Told(failures < 3, failures, lag, true));
        }
        changes();
        leap(30);
        agree("after an hour", new Told(false, failures, 3610, true));
        assertThat(get("observe/health").body()).contains("5 failures in a row; the last error: page 1", "503");
        assertThat(get("observe/health/live").statusCode()).isEqualTo(200);
        assertThat(rows()).isEqualTo(1);

        changes();
        down = false;
        leap(2);
        Eventually.await("what came meanwhile", PATIENCE, () -> rows() == records.size());
        agree("when it is back", new Told(true, 0, 130, false));
        assertThat(ids())
                .isEqualTo(new TreeSet<>(records.stream()
                        .map(record -> String.valueOf(record.get("id")))
                        .toList()));
        assertThat(meter("sync_seconds_count", ",status=\"failed\"")).isEqualTo(5);
        assertThat(meter("retries_total", "")).isEqualTo(5);
        assertThat(meter("records_written_total", "")).isEqualTo(records.size());
    }

    /** Health, metrics, status and page, one like the other. */
    private void agree(String when, Told wanted) throws Exception {
        Map<String, Told> all = Map.of("health", wanted, "metrics", wanted, "status", wanted, "page", wanted);
        Eventually.await(when + ": all say " + wanted, PATIENCE, () -> {
            Map<String, Told> told = Map.of(
                    "health", health(wanted),
                    "metrics", metrics(wanted),
                    "status", status(wanted),
                    "page", page(wanted));
            return told.equals(all);
        });
    }

    /** It speaks of nothing else as long as it is up. */
    private Told health(Told wanted) throws Exception {
        HttpResponse<String> health = get("observe/health");
        boolean up = health.body().contains("\"name\":\"source:records\",\"status\":\"UP\"");
        assertThat(health.statusCode()).isIn(200, 503);
        if (up != (health.statusCode() == 200)) {
            return new Told(up, -1, -1, true);
        }
        return new Told(up, wanted.failures, wanted.lag, wanted.erred);
    }

    private Told metrics(Told wanted) throws Exception {
        return new Told(
                meter("up", "") == 1,
                (int) meter("failures", ""),
                lag(meter("lag_seconds", ""), wanted),
                meter("sync_seconds_count", ",status=\"failed\"") > 0 && wanted.erred);
    }

    private Told status(Told wanted) {
        return told(
                JSON.valueToTree(setup.tables()
                        .statusReader(PATIENCE)
                        .read(setup.timings().watched(setup.sources()), clock.instant())
                        .get(0)
                        .fields()),
                wanted);
    }

    private Told page(Told wanted) throws Exception {
        return told(JSON.readTree(get("observe/status").body()).at("/sources/0"), wanted);
    }

    private Told told(JsonNode fields, Told wanted) {
        return new Told(
                fields.get("health").textValue().equals("up"),
                fields.get("failures").intValue(),
                lag(fields.get("lagSeconds").doubleValue(), wanted),
                fields.get("error").asText().contains("503"));
    }

    /** The same, give or take what this test has taken so far. */
    private double lag(double seconds, Told wanted) {
        double taken = (System.nanoTime() - begun) / 1e9;
        return Math.abs(seconds - wanted.lag) < taken + 1 ? wanted.lag : seconds;
    }

    private double meter(String name, String label) throws Exception {
        String line = "tidemark_" + name + "{source=\"records\"" + label + "} ";
        return get("observe/metrics")
                .body()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .findFirst()
                .orElse(Double.NaN);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
    }

    private Duration leapt() {
        return leapt;
    }

    private void leap(int minutes) {
        leapt = leapt.plusMinutes(minutes);
    }

    /** Something new at the API, ten seconds old. */
    private void changes() {
        int first = records.size();
        String at =
                clock.instant().minusSeconds(10).truncatedTo(ChronoUnit.MILLIS).toString();
        IntStream.range(first, first * 3 + 1).forEach(id -> records.add(Map.of("id", "r" + id, "updatedAt", at)));
    }

    private Response respond(TestApi.Request request) {
        Instant since = Instant.parse(request.get("since"));
        return down
                ? Response.text(503, "{}")
                : Response.of(Map.of(
                        "data",
                        records.stream()
                                .filter(record -> Instant.parse(String.valueOf(record.get("updatedAt")))
                                        .isAfter(since))
                                .toList()));
    }

    private long rows() throws Exception {
        return ids().size();
    }

    private Set<String> ids() throws Exception {
        Set<String> ids = new TreeSet<>();
        try (Connection connection = Objects.requireNonNull(
                                setup.config().databases().find("destination"))
                        .getConnection();
                ResultSet tables = connection.getMetaData().getTables(null, null, "records", null)) {
            if (tables.next()) {
                ResultSet rows = connection.createStatement().executeQuery("select \"id\" from \"records\"");
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }
}
