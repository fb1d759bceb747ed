package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that others round, cut or mistake, on their way from a response to a row; and what is sent in place of records. */
class ValueHabitTest {

    @Test
    void numbersBeyondTheDigitsOfADoubleStayWhatTheyAre() {
        String body = "{\"data\": [{\"id\": 9007199254740993, \"updatedAt\": \"2024-01-15T10:00:00Z\","
                + " \"big\": 123456789012345678901234567890, \"exact\": 0.12345678901234567890, \"any\":"
                + " {\"n\": 9007199254740993.000000000000000001}},"
                + " {\"id\": 9007199254740992, \"updatedAt\": \"2024-01-15T10:00:00Z\", \"big\": 1e2, \"exact\": 1E-2,"
                + " \"any\": [18446744073709551616]}]}";
        try (SyncBench bench = new SyncBench(request -> Response.text(200, body))) {
            SourceYaml source = bench.source("timestamp", "boundary", "inclusive")
                    .sink("columns", "id:LONG, big:DECIMAL(38,0), exact:DECIMAL(30,20), any:JSON");

            assertThat(bench.sync(source).error()).isNull();

            assertThat(bench.column("id", Long.class)).containsExactly(9007199254740992L, 9007199254740993L);
            assertThat(bench.column("big", BigDecimal.class))
                    .usingElementComparator(BigDecimal::compareTo)
                    .containsExactly(new BigDecimal(100), new BigDecimal("123456789012345678901234567890"));
            assertThat(bench.column("exact", BigDecimal.class))
                    .usingElementComparator(BigDecimal::compareTo)
                    .containsExactly(new BigDecimal("0.01"), new BigDecimal("0.12345678901234567890"));
            assertThat(bench.column("any", String.class))
                    .containsExactly("[18446744073709551616]", "{\"n\":9007199254740993.000000000000000001}");
        }
    }

    @Test
    void aDecimalIsTheSameAsANumberAndAsText() {
        List<Object> prices =
                new ArrayList<>(List.of("12.10", new BigDecimal("12.10"), "-0.5", new BigDecimal("12.1")));
        try (SyncBench bench = new SyncBench(request -> {
            List<Map<String, Object>> records = Records.ties(4);
            records.forEach(each -> each.put("price", prices.get((int) Records.number(each, "id") - 1)));
            return Response.of(Map.of("data", Records.after(records, request.get("since"))));
        })) {
            SourceYaml source = bench.source("timestamp").sink("columns", "id:LONG, price:DECIMAL(10,2)");

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.column("price", BigDecimal.class))
                    .extracting(BigDecimal::toString)
                    .containsExactly("12.10", "12.10", "-0.50", "12.10");

            prices.set(0, new BigDecimal("12.1"));
            prices.set(1, "12.1000");
            prices.set(3, "12.10");
            SyncResult second = bench.sync(source);
            assertThat(second.rowsRead()).isEqualTo(4);
            assertThat(second.rowsWritten()).isZero();
        }
    }

    @Test
    void idsAsTextAndAsNumbersAreOneKeyWhereTheColumnSaysSo() {
        List<Map<String, Object>> records = Records.seconds(3);
        records.get(0).put("id", "1");
        records.add(Records.record(3, "2024-01-15T11:00:00Z"));
        records.get(3).put("id", "3");
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", Records.after(records, request.get("since")))))) {
            SyncResult result = bench.sync(bench.source("timestamp").sink("columns", "id:LONG, name:STRING"));

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", Long.class)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void fieldsWithDotsAtSignsDollarsAndQuotesBecomeColumns() {
        Map<String, Object> record = Records.record(1, "2024-01-15T11:00:00Z");
        record.put("@odata.etag", "W/\"1\"");
        record.put("owner.name", "o");
        record.put("$ref", "r");
        record.put("it's \"so\"", "q");
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", List.of(record))))) {
            SyncResult result = bench.sync(bench.source("timestamp", "boundary", "inclusive"));

            assertThat(result.error()).isNull();
            assertThat(bench.database().jdbc().queryForMap("select * from \"records\""))
                    .containsEntry("@odata.etag", "W/\"1\"")
                    .containsEntry("owner.name", "o")
                    .containsEntry("$ref", "r")
                    .containsEntry("it's \"so\"", "q");
        }
    }

    @Test
    void tombstonesArriveLikeAnyOtherChange() {
        List<Map<String, Object>> records = Records.seconds(3);
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", Records.after(records, request.get("since")))))) {
            SourceYaml source = bench.source("timestamp")
                    .sink("columns", "id:LONG, name:STRING, updatedAt:UTC_DATETIME, deleted:BOOLEAN");
            bench.sync(source);
            records.set(1, Map.of("id", 2, "deleted", true, "updatedAt", "2024-01-15T12:00:00Z"));

            SyncResult second = bench.sync(source);

            assertThat(second.rowsWritten()).isEqualTo(1);
            assertThat(bench.column("deleted", Boolean.class)).containsExactly(null, true, null);
        }
    }

    @Test
    void aTombstoneWithoutACursorIsWrittenAndMovesNothing() {
        try (SyncBench bench = new SyncBench(request -> {
            List<Map<String, Object>> found = new ArrayList<>(Records.after(Records.seconds(3), request.get("since")));
            found.add(Map.of("id", 2, "deleted", true));
            return Response.of(Map.of("data", found));
        })) {
            SyncResult result =
                    bench.sync(bench.source("timestamp").sink("columns", "id:LONG, name:STRING, deleted:BOOLEAN"));

            assertThat(result.error()).isNull();
            assertThat(bench.column("deleted", Boolean.class)).containsExactly(null, true, null);
            assertThat(result.state()).hasToString("{\"last_timestamp\":\"2024-01-15T10:00:03Z\"}");
        }
    }

    @Test
    void anErrorUnderStatus200FailsTheSyncAndWritesNothing() {
        try (SyncBench bench = new SyncBench(request -> Response.of(
                Map.of("data", Records.seconds(3), "error", Map.of("code", "ratelimited", "info", "slow\ndown"))))) {
            SyncResult result = bench.sync(bench.source("timestamp", "errorPath", "error"));

            assertThat(result.error())
                    .contains("an error at `error`", "ratelimited")
                    .doesNotContain("\n");
            assertThat(bench.rows()).isZero();
            assertThat(result.state()).isNull();
        }
    }

    /** Else the error would pass for the end of the list. */
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url", "step-size"})
    void anErrorUnderStatus200OnAFurtherPageIsNotTheEnd(String strategy) {
        int[] requests = {0};
        try (SyncBench bench = new SyncBench(request -> requests[0]++ == 0
                ? Response.of(Map.of(
                        "data",
                        Records.seconds(20),
                        "scroll_param",
                        "2",
                        "next_page_url",
                        "?page=2",
                        "error",
                        Map.of()))
                : Response.text(200, "{\"data\": [], \"error\": {\"code\": \"ratelimited\"}}"))) {
            SyncResult result = bench.sync(bench.source(strategy, "errorPath", "error"));

            assertThat(result.error()).startsWith("page 2: ").contains("an error at `error`", "ratelimited");
            assertThat(bench.rows()).isEqualTo(20);
        }
    }

    @Test
    void anErrorInPlaceOfTheRecordsIsNotAnEmptyResponse() {
        try (SyncBench bench = new SyncBench(request -> Response.text(200, "{\"error\": {\"message\": \"no\"}}"))) {
            assertThat(bench.sync(bench.source("timestamp")).error()).contains("no array at `data`");
        }
    }
}
