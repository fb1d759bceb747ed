package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceDatabase.Kind;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How rows get lost between the response and the table, each loss once: whole sources, from a server or a database to H2. What
 * gets lost by asking for the wrong pages is in the strategies' {@code PagingLossTest}.
 */
class RouteLossTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aSyncOfATableThatBreaksOffDoesNotBeginAtItsStartAgain(Kind kind) {
        try (SourceDatabase warehouse = new SourceDatabase(kind, folder);
                TestDatabase destination = TestDatabase.open()) {
            String rows = kind == Kind.H2 ? "system_range(1, 100) r(x)" : "range(1, 101) r(x)";
            warehouse.jdbc().execute("create table t (id bigint, updated_at timestamp)");
            warehouse
                    .jdbc()
                    .execute("insert into t select x, timestamp '2024-05-17 19:42:31' + x * interval '1' second from "
                            + rows);
            AtomicBoolean broken = new AtomicBoolean(true);
            SourceYaml source =
                    SourceDatabase.source("t", "id").with("pageSize", 20).step(step("fuse"));

            SyncResult first = warehouse.sync(destination, fuse(row -> broken.get() && row == 61), source);
            broken.set(false);
            SyncResult second = warehouse.sync(destination, fuse(row -> false), source);

            assertThat(first.error()).contains("page 5", "the fuse blew");
            assertThat(String.valueOf(first.state())).contains("2024-05-17T19:43:28");
            assertThat(second.error()).isNull();
            assertThat(second.rowsRead()).isLessThan(60);
            assertThat(destination.count("\"records\"")).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsCommittedBetweenTwoStatementsOfASyncIsNotSkipped(Kind kind) {
        try (SourceDatabase warehouse = new SourceDatabase(kind, folder);
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute("create table t (id bigint, updated_at timestamp)");
            warehouse
                    .jdbc()
                    .execute(
                            "insert into t values (1, timestamp '2024-05-17 19:42:01'), (3, timestamp '2024-05-17 19:42:05')");
            AtomicBoolean first = new AtomicBoolean(true);
            Processor other = exchange -> {
                if (first.getAndSet(false)) {
                    warehouse
                            .jdbc()
                            .execute(
                                    "insert into t values (0, timestamp '2024-05-17 19:42:05'), (4, timestamp '2024-05-17 19:42:09'),"
                                            + " (5, timestamp '2024-05-17 19:42:20')");
                }
            };
            SourceYaml source =
                    SourceDatabase.source("t", "id").with("pageSize", 2).step(step("other"));

            SyncResult result = warehouse.sync(destination, Map.of("other", other), source);

            assertThat(result.error()).isNull();
            assertThat(destination.jdbc().queryForList("select \"id\" from \"records\" order by 1", Long.class))
                    .containsExactly(0L, 1L, 3L, 4L, 5L);
            assertThat(String.valueOf(result.state())).contains("2024-05-17T19:42:20");
        }
    }

    @Test
    void ofARecordsHistoryNoVersionIsLostNorRoundedNorWrittenTwice() {
        List<Map<String, Object>> versions = new ArrayList<>();
        versions.add(version(7, "2024-01-15T10:00:01Z", "0.10000000000000000001"));
        versions.add(version(7, "2024-01-15T10:00:02Z", "0.2"));
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", Records.after(versions, request.get("since")))))) {
            SourceYaml source = bench.source("timestamp")
                    .sink("primaryKey", "id, updatedAt")
                    .sink("columns", "id:LONG, updatedAt:UTC_DATETIME, price:DECIMAL(30,20)");
            bench.sync(source);
            versions.set(1, version(7, "2024-01-15T10:00:03Z", "0.3"));
            versions.add(version(3, "2024-01-15T10:00:02Z", "0.4"));

            SyncResult late = bench.sync(source);

            assertThat(late.rowsWritten()).isEqualTo(2);
            assertThat(bench.database()
                            .jdbc()
                            .queryForList(
                                    "select \"price\" from \"records\" order by \"id\", \"updatedAt\"",
                                    BigDecimal.class))
                    .usingElementComparator(BigDecimal::compareTo)
                    .containsExactly(
                            new BigDecimal("0.4"),
                            new BigDecimal("0.10000000000000000001"),
                            new BigDecimal("0.2"),
                            new BigDecimal("0.3"));
            assertThat(bench.sync(source).rowsWritten()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url", "step-size"})
    void anEmptyResponseDoesNotWipeTheState(String strategy) {
        List<Map<String, Object>> records = Records.seconds(5);
        try (SyncBench bench = new SyncBench(request -> page(records, request, 10))) {
            SourceYaml source = bench.source(strategy);
            SyncResult first = bench.sync(source);
            records.clear();

            SyncResult second = bench.sync(source);

            assertThat(first.state()).isNotNull();
            assertThat(second.error()).isNull();
            assertThat(second.rowsRead()).isZero();
            assertThat(second.state()).hasToString(String.valueOf(first.state()));
            assertThat(bench.database().states().getState("records")).isEqualTo(String.valueOf(first.state()));
            assertThat(bench.rows()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url", "step-size"})
    void whatIsReadAgainUnchangedIsNeitherWrittenNorCounted(String strategy) {
        List<Map<String, Object>> records = Records.ties(5);
        try (SyncBench bench = new SyncBench(request -> page(records, request, 10))) {
            SourceYaml source = bench.source(strategy);
            bench.sync(source);
            Object before = bench.database().jdbc().queryForList("select * from \"records\" order by \"id\"");

            SyncResult second = bench.sync(source);

            assertThat(second.rowsRead()).isPositive();
            assertThat(second.rowsWritten()).isZero();
            assertThat(second.rowsUnchanged()).isEqualTo(second.rowsRead());
            assertThat((Object) bench.database().jdbc().queryForList("select * from \"records\" order by \"id\""))
                    .isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void aSecondEditInTheSameTickIsNotTakenForOneThatWasSeen(String strategy) {
        List<Map<String, Object>> records = Records.seconds(5);
        try (SyncBench bench = new SyncBench(request -> page(records, request, 10))) {
            SourceYaml source = bench.source(strategy);
            bench.sync(source);
            records.get(4).put("name", "edited again");

            SyncResult second = bench.sync(source);

            assertThat(second.rowsWritten()).isEqualTo(1);
            assertThat(bench.column("name", String.class)).last().isEqualTo("edited again");
        }
    }

    /** A server that hides some records of a page after it has cut it: short pages, and none at all, in the middle. */
    @ParameterizedTest
    @ValueSource(strings = {"keyset", "next-url"})
    void shortAndEmptyPagesInTheMiddleEndNothing(String strategy) {
        List<Map<String, Object>> records = Records.seconds(50);
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("scroll_param", request.number("at", 0));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(
                    "data",
                    Records.page(records, at, 10).stream()
                            .filter(each -> at == 20 ? false : at == 10 ? Records.number(each, "id") % 4 == 0 : true)
                            .toList());
            if (at < 40) {
                body.put("scroll_param", at + 10);
                body.put("next_page_url", "?at=" + (at + 10));
            }
            return Response.of(body);
        })) {
            SyncResult result = bench.sync(bench.source(strategy, "query", "all=yes"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(30 + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url", "step-size"})
    void anEmptyBodyNeitherLoopsForeverNorEndsTheList(String strategy) {
        try (SyncBench bench = new SyncBench(request -> Response.text(200, ""))) {
            SyncResult result = bench.sync(bench.source(strategy));

            assertThat(result.error()).contains("no body");
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    @Test
    void aRepeatedTokenDoesNotLoopForever() {
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", Records.ties(3), "scroll_param", "the same")))) {
            SyncResult result = bench.sync(bench.source("keyset"));

            assertThat(result.error()).contains("a token for the second time");
            assertThat(bench.api().requests()).hasSizeLessThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoVersionsInOneResponseTheOlderDoesNotWinByComingLater(boolean newestFirst) {
        List<Map<String, Object>> records = new ArrayList<>(List.of(
                Map.of("id", 7, "updatedAt", "2024-01-15T10:00:01Z", "name", "old"),
                Map.of("id", 7, "updatedAt", "2024-01-15T10:00:02Z", "name", "new")));
        if (newestFirst) {
            Collections.reverse(records);
        }
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", records)))) {
            SourceYaml source = bench.source(
                            "timestamp", "query", "since={cursor}", "initialCursor", "2024-01-15T10:00:00Z")
                    .sink("columns", "id:LONG, name:STRING, updatedAt:UTC_DATETIME");
            for (int chunk : new int[] {1, 5000}) {
                bench.sync(source.with("chunkSize", chunk));
                assertThat(bench.column("name", String.class)).containsExactly("new");
            }
        }
    }

    @Test
    void aDeleteAndAnInsertOfOneKeyInOneResponseDoNotEndAsDeleted() {
        List<Map<String, Object>> records = List.of(
                Map.of("id", 7, "updatedAt", "2024-01-15T10:00:01Z", "deleted", true),
                Map.of("id", 7, "updatedAt", "2024-01-15T10:00:01Z", "deleted", false, "name", "back"));
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", records)))) {
            SyncResult result = bench.sync(bench.source("timestamp", "boundary", "inclusive")
                    .sink("columns", "id:LONG, name:STRING, deleted:BOOLEAN, updatedAt:UTC_DATETIME"));

            assertThat(result.error()).isNull();
            assertThat(bench.column("name", String.class)).containsExactly("back");
            assertThat(bench.column("deleted", Boolean.class)).containsExactly(false);
        }
    }

    @Test
    void aFieldThatCannotBeReadMakesARejectAndNotHalfARow() {
        List<Map<String, Object>> records = Records.seconds(3);
        records.get(1).put("price", "twelve");
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", Records.after(records, request.get("since")))))) {
            SyncResult result =
                    bench.sync(bench.source("timestamp").sink("columns", "id:LONG, name:STRING, price:DECIMAL(10,2)"));

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", Long.class)).containsExactly(1L, 3L);
            assertThat(result.rowsRejected()).isPositive();
            assertThat(bench.database().jdbc().queryForList("select record from tidemark_rejects", String.class))
                    .first()
                    .asString()
                    .contains("\"name\":\"name 2\"", "\"price\":\"twelve\"");
        }
    }

    @Test
    void aRecordThatComesAgainIsNotInsertedTwice() {
        List<Map<String, Object>> records = Records.seconds(3);
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", Records.after(records, request.get("since")))))) {
            SourceYaml source = bench.source("timestamp");
            bench.sync(source);
            bench.database().states().remove("records");
            records.set(0, Records.record(1, "2024-01-15T11:00:00Z"));

            SyncResult again = bench.sync(source);

            assertThat(again.rowsWritten()).isEqualTo(1);
            assertThat(bench.rows()).isEqualTo(3);
        }
    }

    @Test
    void keysThatLookAlikeWhenTheyAreJoinedAreTwoRows() {
        List<Map<String, Object>> records = List.of(
                Map.of("a", "a", "b", "bc", "updatedAt", "2024-01-15T10:00:01Z"),
                Map.of("a", "ab", "b", "c", "updatedAt", "2024-01-15T10:00:01Z"),
                Map.of("a", "a, b", "b", "c", "updatedAt", "2024-01-15T10:00:01Z"),
                Map.of("a", "a", "b", "b, c", "updatedAt", "2024-01-15T10:00:01Z"));
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", records)))) {
            SyncResult result = bench.sync(bench.source("timestamp", "boundary", "inclusive")
                    .sink("primaryKey", "a, b")
                    .sink("columns", "a:STRING, b:STRING, updatedAt:UTC_DATETIME"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(4);
        }
    }

    private static Map<String, Object> version(int id, String updatedAt, String price) {
        return Map.of("id", id, "updatedAt", updatedAt, "price", new BigDecimal(price));
    }

    /** By cursor, range of ids, offset or page number, whichever is asked for. */
    private static Response page(List<Map<String, Object>> records, Request request, int limit) {
        String since =
                request.parameters().getOrDefault("since", request.parameters().get("updated_since"));
        List<Map<String, Object>> found = since == null
                ? records.stream()
                        .filter(each -> Records.number(each, "id") >= request.number("start_id", 0)
                                && Records.number(each, "id") <= request.number("end_id", 0))
                        .toList()
                : Records.after(records, since);
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        return Response.of(Map.of("data", Records.page(found, offset, limit)));
    }

    private static Map<String, Object> step(String processor) {
        return Map.of("process", Map.of("ref", processor));
    }

    /** Fails before the chunk that begins with such a row is written. */
    private static Map<String, Object> fuse(Predicate<Long> blows) {
        Processor processor = exchange -> {
            List<?> rows = exchange.getMessage().getBody(List.class);
            for (Object row : rows) {
                if (blows.test(Long.valueOf(String.valueOf(((Map<?, ?>) row).get("id"))))) {
                    throw new IllegalStateException("the fuse blew");
                }
            }
        };
        return Map.of("fuse", processor);
    }
}
