package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, how fast, and when a sync gives up in peace. */
class RetryTest {

    private final AtomicInteger asked = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void aRefusalThatMayPassIsTriedAgain(int status) {
        try (SyncBench bench = patient(request -> asked.incrementAndGet() <= 2
                ? Response.text(status, "")
                : Response.of(Map.of("data", Records.after(Records.seconds(3), request.get("since")))))) {
            assertThat(bench.sync(bench.source("timestamp")).error()).isNull();
            assertThat(bench.rows()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 409, 410, 418, 422, 451})
    void anotherRefusalFailsAtOnce(int status) {
        try (SyncBench bench = patient(request -> Response.text(status, ""))) {
            assertThat(bench.sync(bench.source("timestamp")).error()).contains("responded with " + status);
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    @Test
    void theLineOfARetryNamesTheSource() {
        try (SyncBench bench = patient(request -> Response.text(503, ""));
                LogLines log = new LogLines()) {
            bench.sync(bench.source("timestamp"));

            assertThat(log.all())
                    .anyMatch(line -> line.matches(
                            "INFO records: 127\\.0\\.0\\.1:\\d+ responded with 503: retry 1 of 3 in \\d+ ms"));
        }
    }

    @Test
    void theBudgetEnds() {
        try (SyncBench bench = patient(request -> Response.text(503, ""))) {
            assertThat(bench.sync(bench.source("timestamp")).error()).contains("responded with 503");
            assertThat(bench.api().requests()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "1000000000", "99999999999999999999", "Fri, 31 Dec 2100 23:59:59 GMT"})
    void aWaitThatIsTooLongEndsTheSyncWithItsProgressKept(String retryAfter) {
        try (SyncBench bench = patient(request ->
                asked.incrementAndGet() == 1 ? good() : Response.text(429, "").with("Retry-After", retryAfter))) {
            Instant begun = Instant.now();
            SyncResult result = bench.sync(bench.source("page-number", "query", "page={page}", "pageSize", 3));

            assertThat(result.status()).isEqualTo(SyncResult.Status.STOPPED);
            assertThat(result.error()).containsAnyOf(until(begun, 86_400, 10), until(Instant.now(), 86_400, 10));
            assertThat(bench.rows()).isEqualTo(3);
            assertThat(bench.api().requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"X-RateLimit-", "RateLimit-", "X-RateLimit-Limit-", "RateLimit"})
    void aDailyQuotaThatIsUsedUpEndsTheSyncBeforeItIsOverdrawn(String prefix) {
        try (SyncBench bench = patient(request -> {
            Response response = Response.of(Map.of("data", Records.page(Records.seconds(9), asked.getAndAdd(3), 3)));
            if (asked.get() < 6) {
                return response.with(
                        prefix + (prefix.endsWith("-") ? "Remaining" : ""), "limit=2, remaining=1, reset=7");
            }
            return prefix.endsWith("-")
                    ? response.with(prefix + "Remaining", "0").with(prefix + "Reset", "36000")
                    : response.with(prefix, "limit=2, remaining=0, reset=36000");
        })) {
            Instant begun = Instant.now();
            SyncResult result = bench.sync(
                    bench.source("page-number", "query", "page={page}", "pageSize", 3, "order", "ascending"));

            assertThat(result.status()).isEqualTo(SyncResult.Status.STOPPED);
            assertThat(result.error())
                    .containsAnyOf(until(begun, 36_000, 13), until(Instant.now(), 36_000, 13))
                    .contains("tidemark.client.default.maxWait", "the next sync after that time resumes from there");
            assertThat(bench.rows()).isEqualTo(6);
            assertThat(bench.api().requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"Retry-After, 0, X-Other, 1", "X-RateLimit-Remaining, 0, X-RateLimit-Reset, 0"})
    void aLimitThatIsCalledForbiddenIsWaitedForLikeAnother(String one, String first, String other, String second) {
        try (SyncBench bench = patient(request -> asked.incrementAndGet() == 1
                ? Response.text(403, "").with(one, first).with(other, second)
                : Response.of(Map.of("data", Records.after(Records.seconds(3), request.get("since")))))) {
            assertThat(bench.sync(bench.source("timestamp")).error()).isNull();
            assertThat(bench.rows()).isEqualTo(3);
        }
    }

    @Test
    void aUsedUpLimitIsWaitedForWithoutARefusal() {
        List<Long> times = new ArrayList<>();
        try (SyncBench bench = patient(request -> {
            times.add(System.nanoTime());
            return good().with("X-RateLimit-Remaining", times.size() == 1 ? "0" : "9")
                    .with("X-RateLimit-Reset", "1");
        })) {
            assertThat(bench.sync(bench.source("page-number", "query", "page={page}", "pageSize", 3))
                            .error())
                    .isNotNull();
            assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void retryAfterHoldsForAllSourcesOfAProfile() throws Exception {
        try (TestApi api = new TestApi(request -> Response.text(429, "").with("Retry-After", "3600"));
                TestDatabase database = TestDatabase.open();
                Routes routes = new Routes(
                        database,
                        Map.of("tidemark.client.default.maxRetries", "3"),
                        source("one", api),
                        source("two", api))) {
            assertThat(List.of(routes.result(), routes.result()))
                    .extracting(SyncResult::status)
                    .containsOnly(SyncResult.Status.STOPPED);
            assertThat(api.requests()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aStopEndsAWaitAtOnce() throws Exception {
        try (TestApi api = new TestApi(request -> Response.text(503, "").with("Retry-After", "60"));
                TestDatabase database = TestDatabase.open();
                Routes routes =
                        new Routes(database, Map.of("tidemark.client.default.maxRetries", "3"), source("one", api))) {
            Eventually.await(
                    "a request", Duration.ofMinutes(3), () -> !api.requests().isEmpty());
            long stopped = System.nanoTime();
            Objects.requireNonNull(
                            routes.context().getRegistry().lookupByNameAndType("tidemark-client-default", Client.class))
                    .stop();

            assertThat(routes.result().status()).isEqualTo(SyncResult.Status.STOPPED);
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void fourSourcesKeepTheRateOfTheirProfile() throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        try (TestApi api = new TestApi(request -> {
                    times.add(System.nanoTime());
                    return Response.of(
                            Map.of("data", Records.page(Records.seconds(8), request.number("page", 1) - 1, 1)));
                });
                TestDatabase database = TestDatabase.open();
                Routes routes = new Routes(
                        database,
                        Map.of("tidemark.client.default.rateLimit", "10/s"),
                        paged("a", api),
                        paged("b", api),
                        paged("c", api),
                        paged("d", api))) {
            for (int i = 0; i < 4; i++) {
                assertThat(routes.result().error()).isNull();
            }
        }
        int most = 0;
        for (long from : times) {
            most = Math.max(most, (int) times.stream()
                    .filter(at -> at >= from && at < from + 1_000_000_000L)
                    .count());
        }
        System.out.println(
                "RetryTest: " + times.size() + " requests of 4 sources at 10/s, at most " + most + " in any second");
        assertThat(times).hasSizeGreaterThan(30);
        Duration all = Duration.ofNanos(times.get(times.size() - 1) - times.get(0));
        // On a busy machine one of each source may be late, and arrive with those after it.
        assertThat(all).isGreaterThan(Duration.ofMillis(100L * (times.size() - 1 - 4)));
        assertThat(most).isLessThanOrEqualTo(10 + 1 + 4);
    }

    /** What is said of a time, as far as so many of its characters. */
    private static String until(Instant from, long seconds, int characters) {
        return "no more requests until " + from.plusSeconds(seconds).toString().substring(0, characters);
    }

    private static SyncBench patient(TestApi.Service service) {
        return new SyncBench(service).client("maxRetries", 3).client("retryDelay", "1ms");
    }

    private static Response good() {
        return Response.of(Map.of("data", Records.seconds(3)));
    }

    private static String source(String name, TestApi api) {
        return new SourceYaml("timestamp", name)
                .with("url", api.url("/records"))
                .toString();
    }

    private static String paged(String name, TestApi api) {
        return new SourceYaml("page-number", name)
                .with("url", api.url("/records"))
                .with("query", "all=yes; page={page}")
                .with("pageSize", 1)
                .toString();
    }
}
