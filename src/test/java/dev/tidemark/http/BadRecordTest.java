package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are not what the source's parameters say: what can be kept is kept, what cannot fails aloud. */
class BadRecordTest {

    private static final String[] STRATEGIES = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"soon\"",
                "\"2024-13-45T99:00:00Z\"",
                "\"\"",
                "true",
                "{\"at\": 1}",
                "[1]",
                "\"9999-01-01T00:00:00Z\""
            })
    void aRecordWhoseCursorCannotBeUsedIsWrittenAndMovesNothing(String cursor) {
        for (String strategy : STRATEGIES) {
            try (SyncBench bench = new SyncBench(
                    request -> page(request, List.of(record(1, "\"2024-01-15T10:00:01Z\""), record(2, cursor))))) {
                SyncResult result = bench.sync(bench.source(strategy, "boundary", "inclusive")
                        .with("query", query(strategy))
                        .sink("columns", "id:LONG, name:STRING"));

                assertThat(result.error()).as(strategy).isNull();
                assertThat(bench.rows()).isEqualTo(2);
                assertThat(String.valueOf(result.state()))
                        .contains("2024-01-15T10:00:01Z")
                        .doesNotContain("9999");
                assertThat(result.warnings())
                        .anyMatch(warning -> warning.contains("updatedAt") || warning.contains("future"));
            }
        }
    }

    @Test
    void noRecordWithACursorAtAllIsAWrongCursorField() {
        for (String strategy : STRATEGIES) {
            try (SyncBench bench = new SyncBench(request ->
                    Response.text(200, "{\"data\": [" + record(1, "null") + "," + record(2, "\"soon\"") + "]}"))) {
                SyncResult result = bench.sync(bench.source(strategy));

                assertThat(result.error())
                        .as(strategy)
                        .contains("none of the 2 records has a valid cursor", "cursorField");
                assertThat(bench.rows()).isZero();
                assertThat(result.state()).isNull();
            }
        }
    }

    @Test
    void aRecordWithoutAKeyIsRejectedWithItsReasonAndTheOthersAreWritten() {
        List<Map<String, Object>> records = Records.seconds(3);
        Map<String, Object> keyless = new HashMap<>(records.get(1));
        keyless.remove("id");
        records.set(1, keyless);
        for (String strategy : STRATEGIES) {
            try (SyncBench bench = new SyncBench(request -> page(
                    request,
                    Records.after(records, request.get("since")).stream()
                            .map(TestApi::json)
                            .toList()))) {
                SyncResult result = bench.sync(
                        bench.source(strategy).with("query", query(strategy)).sink("columns", "id:LONG, name:STRING"));

                assertThat(result.error()).as(strategy).isNull();
                assertThat(result.rowsRejected()).isPositive();
                assertThat(bench.column("id", Long.class)).containsExactly(1L, 3L);
                assertThat(bench.database().jdbc().queryForList("select reason from tidemark_rejects", String.class))
                        .isNotEmpty()
                        .allMatch(reason -> reason.contains("primary key [id] has no value"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "null", "[]", "true"})
    void whatIsNotAnObjectFailsThePageAsAWhole(String record) {
        for (String strategy :
                List.of("timestamp", "replay", "keyset", "offset", "page-number", "next-url", "step-size")) {
            try (SyncBench bench = new SyncBench(request ->
                    Response.text(200, "{\"data\": [" + record(1, "\"2024-01-15T10:00:01Z\"") + "," + record + "]}"))) {
                SyncResult result = bench.sync(bench.source(strategy, "chunkSize", 1));

                assertThat(result.error()).as(strategy).contains("record 2 is ", "not an object");
                assertThat(bench.rows()).isZero();
                assertThat(result.state()).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"one\"", "null", "1.5", "\"\"", "{}", "[1]", "true", "1e999999999", "\"1 2\""})
    void anIdThatIsNotAWholeNumberFailsARangeAndKeepsThoseBefore(String id) {
        try (SyncBench bench = new SyncBench(request -> Response.text(
                200,
                request.number("start_id", 0) == 1
                        ? "{\"data\": [{\"id\": 2}, {\"id\": \"1\"}]}"
                        : "{\"data\": [{\"id\": " + id + "}]}"))) {
            SyncResult result =
                    bench.sync(bench.source("step-size", "stepSize", 10).sink("columns", "id:STRING"));

            assertThat(result.error()).startsWith("page 2: ").contains("`id`").hasSizeLessThan(700);
            assertThat(bench.rows()).isEqualTo(2);
            assertThat(result.state()).hasToString("{\"current_id\":2}");
        }
    }

    @Test
    void anIdOutsideOfTheRangeIsAnApiThatDoesNotHonourIt() {
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", Records.seconds(30))))) {
            SyncResult result = bench.sync(bench.source("step-size", "stepSize", 10));

            assertThat(result.error()).contains("does not honour the range", "idField");
            assertThat(bench.rows()).isZero();
        }
    }

    @Test
    void idsBeyondALongAndAsTextAreStillInTheirRanges() {
        List<Map<String, Object>> records = new ArrayList<>();
        records.add(Map.of("id", "18446744073709551617"));
        records.add(Map.of("id", new java.math.BigInteger("18446744073709551620")));
        try (SyncBench bench = new SyncBench(request ->
                Response.of(Map.of("data", request.get("start_id").endsWith("616") ? records : List.of())))) {
            SourceYaml source = bench.source(
                            "step-size", "stepSize", 10, "initialId", "18446744073709551616", "maxEmptySteps", 1)
                    .sink("columns", "id:DECIMAL(30,0)");

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(2);
            assertThat(bench.sync(source).state()).hasToString("{\"current_id\":18446744073709551620}");
        }
    }

    private static String record(int id, String cursor) {
        return "{\"id\": " + id + ", \"name\": \"n\", \"updatedAt\": " + cursor + "}";
    }

    private static String query(String strategy) {
        return switch (strategy) {
            case "offset" -> "since={cursor}; limit={limit}; offset={offset}";
            case "page-number" -> "since={cursor}; page={page}";
            default -> "since={cursor}";
        };
    }

    /** One page long. */
    private static Response page(Request request, List<String> records) {
        int from = Math.min(request.number("page", 1) > 1 ? 99 : request.number("offset", 0), records.size());
        return Response.text(200, "{\"data\": " + records.subList(from, records.size()) + "}");
    }
}
