package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The next page is fetched while the last chunk of the one before it is written, and nothing else changes by that. */
class ReadAheadTest {

    private static final int RANGES = 3;
    private static final int SIZE = 6;

    private final AtomicInteger chunks = new AtomicInteger();

    @Test
    void aRequestDoesNotWaitForTheChunkBeforeIt() {
        try (SyncBench bench = new SyncBench(ReadAheadTest::range)) {
            Processor probe = exchange -> {
                int next = Math.min(RANGES, chunks.incrementAndGet() + 1);
                Eventually.await(
                        "request " + next,
                        Duration.ofMinutes(1),
                        () -> bench.api().requests().size() >= next);
            };
            assertThat(sync(bench, probe).error()).isNull();
            assertThat(bench.column("id", Integer.class)).isEqualTo(ids(RANGES * SIZE));
            assertThat(bench.api().requests()).hasSize(RANGES);
        }
    }

    @Test
    void anApplicationsOwnInterceptorSeesEachRequestAndNoneIsMadeTwice() {
        AtomicInteger requests = new AtomicInteger();
        try (SyncBench bench = new SyncBench(ReadAheadTest::range)) {
            SyncResult result = SyncBench.sync(
                    bench.database(),
                    Map.of("seen", (Processor) exchange -> requests.incrementAndGet()),
                    source(bench)
                            .toString()
                            .replaceFirst(
                                    "^\\[",
                                    "[{interceptSendToEndpoint: {uri: 'http:*', steps: [{process: {ref: seen}}]}}, "));
            assertThat(result.error()).isNull();
            assertThat(bench.column("id", Integer.class)).isEqualTo(ids(RANGES * SIZE));
            assertThat(bench.api().requests()).hasSize(RANGES);
            assertThat(requests.get()).isGreaterThanOrEqualTo(RANGES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6, 7})
    void pagesOfSeveralChunksArriveWhole(int chunkSize) {
        try (SyncBench bench = new SyncBench(ReadAheadTest::range)) {
            SyncResult result = bench.sync(source(bench).with("chunkSize", chunkSize));
            assertThat(result.error()).isNull();
            assertThat(result.rowsRead()).isEqualTo(RANGES * SIZE);
            assertThat(bench.column("id", Integer.class)).isEqualTo(ids(RANGES * SIZE));
        }
    }

    @Test
    void aChunkThatFailsEndsTheSyncWithItsOwnErrorAndNothingAfterIt() {
        try (SyncBench bench = new SyncBench(ReadAheadTest::range)) {
            Processor probe = exchange -> {
                if (chunks.incrementAndGet() == 2) {
                    throw new IllegalStateException("the second chunk");
                }
            };
            SyncResult result = sync(bench, probe);
            assertThat(result.error()).isEqualTo("page 2: the second chunk");
            assertThat(bench.rows()).isEqualTo(SIZE);
            assertThat(result.state()).hasToString("{\"current_id\":" + SIZE + "}");
        }
    }

    @Test
    void noPageIsRequestedAfterAFailedChunk() {
        try (SyncBench bench = new SyncBench(ReadAheadTest::range)) {
            Processor probe = exchange -> {
                throw new IllegalStateException("the first chunk");
            };
            SyncResult result = bench.sync(
                    source(bench).with("chunkSize", SIZE / 3).step(Map.of("process", Map.of("ref", "probe"))),
                    Map.of("probe", probe));
            assertThat(result.error()).isEqualTo("page 1: the first chunk");
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    @Test
    void aPageThatFailsLeavesTheChunksBeforeItWritten() {
        try (SyncBench bench = new SyncBench(
                request -> request.number("start_id", 0) == 1 ? range(request) : Response.text(404, ""))) {
            SyncResult result = bench.sync(source(bench));
            assertThat(result.error()).startsWith("page 2: ").contains("responded with 404");
            assertThat(bench.rows()).isEqualTo(SIZE);
            assertThat(bench.api().requests()).hasSize(2);
        }
    }

    private static SyncResult sync(SyncBench bench, Processor probe) {
        return bench.sync(source(bench).step(Map.of("process", Map.of("ref", "probe"))), Map.of("probe", probe));
    }

    private static SourceYaml source(SyncBench bench) {
        return bench.source("step-size", "stepSize", SIZE, "maxId", RANGES * SIZE);
    }

    private static Response range(Request request) {
        int start = request.number("start_id", 0);
        return Response.of(Map.of(
                "data",
                IntStream.rangeClosed(start, request.number("end_id", 0))
                        .mapToObj(id -> Map.of("id", id))
                        .toList()));
    }

    private static List<Integer> ids(int most) {
        return IntStream.rangeClosed(1, most).boxed().toList();
    }
}
