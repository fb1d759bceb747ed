package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run, and a backfill: 100 records, one a minute, from 10:00 on. */
class SyncOptionsTest {

    private final SyncBench bench = new SyncBench(SyncOptionsTest::respond);

    private static Response respond(Request request) {
        int start = Integer.parseInt(request.parameters().getOrDefault("start_id", "0"));
        int end = Integer.parseInt(request.parameters().getOrDefault("end_id", "1000"));
        String since = request.parameters().getOrDefault("since", "");
        int limit = request.number("limit", 1000);
        List<Map<String, Object>> records = IntStream.range(0, 100)
                .filter(id -> id >= start && id <= end)
                .mapToObj(id -> Map.<String, Object>of("id", id, "updatedAt", time(id)))
                .filter(record -> String.valueOf(record.get("updatedAt")).compareTo(since) > 0)
                .limit(limit)
                .toList();
        return Response.of(Map.of("data", records));
    }

    private static String time(int id) {
        return "2025-06-01T1%d:%02d:00Z".formatted(id / 60, id % 60);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 1000})
    void aDryRunSaysWhatItWouldStoreAndWritesNothing(int chunkSize) {
        SyncResult result =
                bench.sync(users().with("chunkSize", chunkSize), Map.of("options", new SyncOptions(true, null, null)));

        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(SyncResult.Status.OK);
        assertThat(result.rowsRead()).isGreaterThanOrEqualTo(100);
        assertThat(result.rowsWritten()).isZero();
        assertThat(result.pages()).isGreaterThan(1);
        assertThat(String.valueOf(result.state())).isEqualTo("{\"last_timestamp\":\"" + time(99) + "\"}");
        assertThat(bench.database().jdbc().queryForList("show tables")).isEmpty();
    }

    @Test
    void aDryRunResumesFromTheStoredStateAndDoesNotChangeIt() {
        bench.sync(users());
        bench.database()
                .states()
                .set("records", "timestamp", JdbcStateRepository.parse("{\"last_timestamp\":\"" + time(89) + "\"}"));
        List<?> before = bench.database().jdbc().queryForList("select * from tidemark_state");

        SyncResult result = bench.sync(users(), Map.of("options", new SyncOptions(true, null, null)));

        assertThat(result.rowsRead()).isBetween(11L, 30L);
        assertThat(bench.database().jdbc().queryForList("select * from tidemark_state"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 1000})
    void aBackfillWritesItsRangeEndsIncludedAndKeepsTheState(int chunkSize) {
        bench.sync(users());
        List<?> before = bench.database().jdbc().queryForList("select * from tidemark_state");
        bench.database().jdbc().execute("delete from \"records\"");
        bench.api().forget();

        SyncResult result = bench.sync(
                users().with("chunkSize", chunkSize), Map.of("options", new SyncOptions(false, time(20), time(40))));

        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(SyncResult.Status.OK);
        assertThat(result.start().backfill()).isTrue();
        assertThat(bench.column("id", Integer.class))
                .isEqualTo(IntStream.rangeClosed(20, 40).boxed().toList());
        assertThat(bench.database().jdbc().queryForList("select * from tidemark_state"))
                .isEqualTo(before);
        assertThat(String.valueOf(result.state())).contains(time(99));
        assertThat(bench.api().requests()).hasSizeLessThan(5);
    }

    @Test
    void aBackfillWithoutAnEndReadsToTheEndAndStoresNoStateWhereThereWasNone() {
        SyncResult result =
                bench.sync(users(), Map.of("options", new SyncOptions(false, "2025-06-01T11:00:00Z", null)));

        assertThat(result.error()).isNull();
        assertThat(bench.rows()).isEqualTo(40);
        assertThat(result.state()).isNull();
        assertThat(bench.database().states().find("records")).isEmpty();
    }

    @Test
    void aBackfillByIdsReadsRanges() {
        SourceYaml steps =
                bench.source("step-size", "stepSize", 10, "maxEmptySteps", 2).sink("columns", "id:INT");
        bench.sync(steps);
        bench.database().jdbc().execute("delete from \"records\"");
        bench.api().forget();

        SyncResult result = bench.sync(steps, Map.of("options", new SyncOptions(false, "30", "45")));

        assertThat(result.error()).isNull();
        assertThat(bench.column("id", Integer.class)).contains(30, 45).doesNotContain(46);
        assertThat(bench.api().requests()).hasSizeLessThan(6);
        assertThat(String.valueOf(result.state())).isEqualTo("{\"current_id\":99}");
    }

    private SourceYaml users() {
        return bench.source("timestamp", "pageSize", 20, "query", "since={cursor}; limit={limit}")
                .sink("columns", "id:INT, updatedAt:UTC_DATETIME");
    }
}
