package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.ClosedPort;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.RawApi.Call;
import dev.tidemark.testing.RawApi.Reply;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way an API fails in the middle of a sync. What was written before stays, nothing of a bad response is written, the
 * cursor keeps still, and requests and time are bounded. A fault that passes costs nothing but the wait.
 */
class FaultTest {

    private static final long SEED = Long.getLong("tidemark.seed", 4711);
    private static final int RETRIES = 2;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String STATE = "{\"last_timestamp\":\"2024-01-15T10:00:02Z\"}";

    /** Fresh records, that must not be written unless their response is whole. */
    private static final String FRESH = TestApi.json(Map.of("data", Records.seconds(6)));

    private static final Map<String, String> TABLE = new LinkedHashMap<>();

    /** How a fault is met. */
    private enum Met {
        /** Tried again until the budget ends. */
        RETRIED,
        /** Failed at once. */
        REFUSED,
        /** The sync stops without an error, to continue later. */
        STOPPED
    }

    /**
     * A fault by its number in the plan.
     *
     * @param slow whether only a timeout ends it
     */
    private record Fault(String name, Met met, boolean slow, Reply reply) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void seed() {
        System.out.println("FaultTest: seed " + SEED + " (-Dtidemark.seed)");
    }

    static Stream<Fault> faults() {
        byte[] fresh = FRESH.getBytes(StandardCharsets.UTF_8);
        int half = fresh.length / 2;
        byte[] random = new byte[4000];
        new Random(SEED).nextBytes(random);
        return Stream.of(
                status("R11 429, Retry-After 0", Met.RETRIED, "429 Too Many", "Retry-After: 0\r\n"),
                status(
                        "R11 429, Retry-After a past date",
                        Met.RETRIED,
                        "429 Too Many",
                        "Retry-After: Mon, 15 Jan 2024 10:00:00 GMT\r\n"),
                status(
                        "R11 429, Retry-After a far date",
                        Met.STOPPED,
                        "429 Too Many",
                        "Retry-After: Fri, 31 Dec 2100 10:00:00 GMT\r\n"),
                status("R11 429, Retry-After absurd", Met.STOPPED, "429 Too Many", "Retry-After: 1000000000\r\n"),
                status("R11 429, Retry-After missing", Met.RETRIED, "429 Too Many", ""),
                status("R11 429, Retry-After rubbish", Met.RETRIED, "429 Too Many", "Retry-After: soon\r\n"),
                status("R11 500", Met.RETRIED, "500 Oh", ""),
                status("R11 502", Met.RETRIED, "502 Oh", ""),
                status("R11 503", Met.RETRIED, "503 Oh", ""),
                status("R12 400", Met.REFUSED, "400 Bad", ""),
                status("R12 401", Met.REFUSED, "401 Who", ""),
                status("R12 403", Met.REFUSED, "403 No", ""),
                status("R12 404", Met.REFUSED, "404 Where", ""),
                status("R12 410", Met.REFUSED, "410 Gone", ""),
                slow("R13 hangs before its headers", Met.RETRIED, Call::hang),
                slow("R13 hangs in its headers", Met.RETRIED, call -> call.send("HTTP/1.1 200 OK\r\nX-")
                        .hang()),
                slow("R13 drips its headers", Met.REFUSED, call -> call.send("HTTP/1.1 200 OK\r\nX: ")
                        .drip("x", 20)),
                slow("R13 hangs in its body", Met.RETRIED, call -> call.send(HEAD + "Content-Length: 99\r\n\r\n{")
                        .hang()),
                slow("R13 drips its body", Met.REFUSED, call -> call.send(HEAD + "Content-Length: 99999\r\n\r\n")
                        .drip(" ", 20)),
                fault("R13 never ends", Met.REFUSED, call -> call.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
                        .drip("4\r\n[[[[\r\n", 0)),
                fault("R13 resets", Met.RETRIED, Call::reset),
                fault("R13 resets in its body", Met.RETRIED, call -> call.send(
                                HEAD + "Content-Length: 9999\r\n\r\n{\"data\":[")
                        .reset()),
                fault("R13 empty reply", Met.RETRIED, call -> {}),
                fault(
                        "R13 bad chunk",
                        Met.RETRIED,
                        call -> call.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")),
                fault(
                        "R13 cut chunk",
                        Met.RETRIED,
                        call -> call.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"data\":")),
                fault("R13 random bytes", Met.RETRIED, call -> call.send(random)),
                fault("R13 random bytes for a body", Met.REFUSED, call -> call.respond("200 OK", "", random)),
                fault("R14 cut, length too large", Met.RETRIED, call -> call.send(
                                HEAD + "Content-Length: " + fresh.length + "\r\n\r\n")
                        .send(Arrays.copyOf(fresh, half))),
                fault(
                        "R14 cut, length right",
                        Met.REFUSED,
                        call -> call.respond("200 OK", "", Arrays.copyOf(fresh, half))),
                fault("R14 cut, length unknown", Met.REFUSED, call -> call.send(HEAD + "Connection: close\r\n\r\n")
                        .send(Arrays.copyOf(fresh, half))),
                body("R14 half an array, closed", FRESH.substring(0, FRESH.indexOf("},") + 1) + ","),
                body("R14 empty body", ""),
                fault(
                        "R14 HTML",
                        Met.REFUSED,
                        call -> call.send(
                                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>Hello</html>")),
                body("R14 two documents", FRESH + FRESH),
                body("R14 a key twice", "{\"data\":[{\"id\":9,\"id\":8,\"updatedAt\":\"2024-01-15T10:00:09Z\"}]}"),
                body("R14 NaN", "{\"data\":[{\"id\":9,\"x\":NaN,\"updatedAt\":\"2024-01-15T10:00:09Z\"}]}"),
                fault(
                        "R14 invalid UTF-8",
                        Met.REFUSED,
                        call -> call.respond(
                                "200 OK",
                                "",
                                "{\"data\":[{\"id\":9,\"name\":\"\u00e4\"}]}".getBytes(StandardCharsets.ISO_8859_1))),
                fault(
                        "R14 cut gzip",
                        Met.RETRIED,
                        call -> call.respond("200 OK", "Content-Encoding: gzip\r\n", Arrays.copyOf(gzip(fresh), 60))),
                fault("R14 no gzip", Met.REFUSED, call -> call.respond("200 OK", "Content-Encoding: gzip\r\n", fresh)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultThatStaysEndsTheSyncWithinItsBounds(Fault fault) {
        assertThat(run(fault, Integer.MAX_VALUE)).satisfies(met -> {
            int requests = fault.met() == Met.RETRIED ? 2 + RETRIES : 2;
            assertThat(met.result().status())
                    .isEqualTo(fault.met() == Met.STOPPED ? SyncResult.Status.STOPPED : SyncResult.Status.FAILED);
            assertThat(met.result().error()).isNotBlank().doesNotContain("Exception", "unknown error", "\n");
            assertThat(met.result().state()).hasToString(STATE);
            assertThat(met.rows()).isEqualTo(3);
            assertThat(met.requests()).isEqualTo(requests);
            assertThat(met.time()).isLessThan(LONGEST);
        });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultThatPassesIsWaitedOut(Fault fault) {
        if (fault.met() != Met.RETRIED) {
            return;
        }
        Result met = run(fault, RETRIES);

        assertThat(met.result().error()).isNull();
        assertThat(met.rows()).isEqualTo(6);
        assertThat(met.time()).isLessThan(LONGEST);
    }

    @Test
    void aPortWhereNobodyListensIsSaid() {
        try (ClosedPort closed = new ClosedPort();
                SyncBench bench = impatient()) {
            SyncResult result = bench.sync(bench.source("timestamp").with("url", closed.url()));

            assertThat(result.error()).contains("cannot reach the API");
        }
    }

    @Test
    void numbersKeepTheirDigits() {
        String number = "0.12345678901234567";
        try (SyncBench bench = new SyncBench(request -> Response.text(
                200,
                "\uFEFF{\"data\":[{\"id\":9223372036854775808,\"x\":" + number
                        + ",\"updatedAt\":\"2024-01-15T10:00:09Z\"}]}"))) {
            SyncResult result = bench.sync(bench.source("timestamp")
                    .sink("columns", "id:DECIMAL(30,0), x:DECIMAL(30,20), updatedAt:UTC_DATETIME"));

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", String.class)).containsExactly("9223372036854775808");
            assertThat(bench.column("x", String.class).get(0)).startsWith(number);
        }
    }

    /** R17: what a list does that never ends, or lies about its end. */
    @ParameterizedTest
    @MethodSource("lists")
    void aListThatGoesWrongEndsWithinItsBounds(String name, SourceYaml source, TestApi.Service service) {
        long started = System.nanoTime();
        try (SyncBench bench = new SyncBench(service)) {
            SyncResult result = bench.sync(source.with("url", bench.api().url("/records")));

            boolean all = bench.rows() == 9;
            tell("R17 " + name, result, bench.api().requests().size(), started);
            assertThat(all || result.status() == SyncResult.Status.FAILED)
                    .as("all rows, or an error: %s", result)
                    .isTrue();
            assertThat(bench.api().requests()).hasSizeLessThan(60);
        }
    }

    static Stream<Arguments> lists() {
        List<Map<String, Object>> nine = Records.seconds(9);
        List<Map<String, Object>> descending = new ArrayList<>(nine);
        Collections.reverse(descending);
        List<Map<String, Object>> mixed = new ArrayList<>(nine);
        Collections.shuffle(mixed, new Random(SEED));
        return Stream.of(
                list("out of order", numbered(), request -> data(Records.page(mixed, at(request), 3))),
                list("descending", numbered(), request -> data(Records.page(descending, at(request), 3))),
                list("the same page for ever", numbered(), request -> data(Records.page(nine, 0, 3))),
                list(
                        "next leads to itself",
                        linked(),
                        request -> next(Records.page(nine, 0, 3), "/records?" + request.query())),
                list(
                        "next leads in a circle",
                        linked(),
                        request -> next(
                                Records.page(nine, 3 * (request.number("at", 0) % 3), 3),
                                "/records?at=" + (request.number("at", 0) + 1) % 3)),
                list(
                        "the total is too small",
                        numbered(),
                        request -> Response.of(Map.of("data", Records.page(nine, at(request), 3), "total_pages", 1))),
                list(
                        "the total is too large",
                        numbered(),
                        request ->
                                Response.of(Map.of("data", Records.page(nine, at(request), 3), "total_pages", 1000))));
    }

    @AfterAll
    static void print() {
        System.out.println("FaultTest: at most " + RETRIES + " retries");
        TABLE.values().forEach(System.out::println);
    }

    /** What came of a sync that met a fault. */
    private record Result(SyncResult result, long rows, int requests, Duration time) {}

    /** The first request gets a good response, then so many meet the fault. */
    private static Result run(Fault fault, int times) {
        long started = System.nanoTime();
        try (RawApi api = new RawApi(call -> {
                    if (call.number() > 1 && call.number() - 1 <= times) {
                        fault.reply().give(call);
                    } else {
                        call.respond("200 OK", "", newer(call, call.number() == 1 ? 3 : 6));
                    }
                });
                SyncBench bench = impatient()) {
            if (!fault.slow()) {
                // A busy machine may hold up a response, which is not to be another fault.
                bench.client("responseTimeout", "60s").client("deadline", "120s");
            }
            SyncResult result = bench.sync(bench.source("timestamp").with("url", api.url()));
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            tell(fault.name() + (times > RETRIES ? "" : ", passing"), result, api.requests(), started);
            return new Result(result, bench.rows(), api.requests(), time);
        }
    }

    private static String newer(Call call, int records) {
        String since = call.head().replaceFirst("(?s).*since=([^ &]*).*", "$1").replace("%3A", ":");
        return TestApi.json(Map.of("data", Records.after(Records.seconds(records), since)));
    }

    private static SyncBench impatient() {
        return new SyncBench(request -> Response.text(500, ""))
                .client("connectTimeout", "5s")
                .client("responseTimeout", "1500ms")
                .client("deadline", "5500ms")
                .client("retryDelay", "5ms")
                .client("maxRetries", RETRIES)
                .client("maxWait", "5s")
                .client("maxResponseBytes", "1MB");
    }

    private static void tell(String name, SyncResult result, int requests, long started) {
        TABLE.put(
                name,
                String.format(
                        Locale.ROOT,
                        "%-38s %-8s %3d requests %5d ms  %s",
                        name,
                        result.status().word(),
                        requests,
                        (System.nanoTime() - started) / 1_000_000,
                        result.error() == null ? "" : result.error()));
    }

    private static Fault fault(String name, Met met, Reply reply) {
        return new Fault(name, met, false, reply);
    }

    private static Fault slow(String name, Met met, Reply reply) {
        return new Fault(name, met, true, reply);
    }

    private static Fault status(String name, Met met, String status, String headers) {
        return fault(name, met, call -> call.respond(status, headers, "{}"));
    }

    private static Fault body(String name, String body) {
        return fault(name, Met.REFUSED, call -> call.respond("200 OK", "", body));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static Arguments list(String name, SourceYaml source, TestApi.Service service) {
        return Arguments.of(name, source, service);
    }

    private static SourceYaml numbered() {
        return new SourceYaml("page-number", "records")
                .with("query", "all=yes; page={page}")
                .with("pageSize", 3);
    }

    private static SourceYaml linked() {
        return new SourceYaml("next-url", "records").with("query", "at=0");
    }

    private static int at(TestApi.Request request) {
        return 3 * (request.number("page", 1) - 1);
    }

    private static Response data(List<Map<String, Object>> records) {
        return Response.of(Map.of("data", records));
    }

    private static Response next(List<Map<String, Object>> records, String link) {
        return Response.of(Map.of("data", records, "next_page_url", link));
    }
}
