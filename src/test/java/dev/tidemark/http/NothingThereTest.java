package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What APIs send when there are no records, or no further ones, and what only looks like that. */
class NothingThereTest {

    private static final String STATE = "{\"last_updated_at\":\"2024-01-15T10:00:03Z\"}";

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":null}", "{\"data\":null,\"error\":null,\"errors\":[]}", "204"})
    void nullAndStatus204AreAnEmptyList(String body) {
        for (String strategy :
                List.of("timestamp", "replay", "keyset", "next-url", "offset", "page-number", "step-size")) {
            try (SyncBench bench = new SyncBench(request -> respond(body))) {
                SyncResult result = bench.sync(bench.source(strategy));

                assertThat(result.error()).as(strategy).isNull();
                assertThat(result.rowsRead()).isZero();
                assertThat(bench.api().requests()).hasSizeBetween(1, 10);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":null}", "204"})
    void afterRecordsTheyEndTheListAndTheStateStays(String body) {
        try (SyncBench bench = new SyncBench(request ->
                request.number("page", 1) == 1 ? Response.of(Map.of("data", Records.seconds(3))) : respond(body))) {
            SourceYaml source = bench.source("page-number", "query", "page={page}");

            assertThat(bench.sync(source).error()).isNull();
            SyncResult second = bench.sync(source);

            assertThat(second.error()).isNull();
            assertThat(second.state()).hasToString(STATE);
            assertThat(bench.rows()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"data\":null} | 10", "{\"data\":null,\"next\":\"20\"} | 20", "204 | 10"})
    void onAFurtherPageTheyAreAPageWithoutRecords(String body, int rows) {
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            if (at == 10) {
                return respond(body);
            }
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("data", Records.page(Records.seconds(30), at, 10));
            page.put("next", at == 0 ? "10" : null);
            return Response.of(page);
        })) {
            SyncResult result = bench.sync(
                    bench.source("keyset", "query", "all=yes", "nextQuery", "at={token}", "tokenPath", "next"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(rows);
        }
    }

    @Test
    void aBodyUnderStatus204CannotBeReadSoTheSyncFails() {
        String body = "{\"data\":[{\"id\":1}]}";
        try (RawApi api = new RawApi(call -> call.respond("204 No Content", "", body));
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result = bench.sync(bench.source("timestamp").with("url", api.url()));

            assertThat(result.error()).contains("204 No Content", "a body of " + body.length() + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"{}, no array at `data`", "'{\"total\":0}', no array at `data`"})
    void aMissingFieldIsAnEmptyListOnRequestOnly(String body, String told) {
        try (SyncBench bench = new SyncBench(request -> Response.text(200, body))) {
            SyncResult refused = bench.sync(bench.source("timestamp"));
            SyncResult taken = bench.sync(bench.source("timestamp", "emptyWhenMissing", "true"));

            assertThat(refused.error()).contains(told, "set emptyWhenMissing to true");
            assertThat(taken.error()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[],\"errors\":[\"quota of t0ps3cret used up\"]}",
                "{\"data\":null,\"error\":\"quota of t0ps3cret used up\"}",
                "{\"Errors\":[{\"message\":\"quota of t0ps3cret used up\"}],\"data\":null}",
                "{\"error\":{\"message\":\"quota of t0ps3cret used up\"}}"
            })
    void anErrorBesideNothingFailsTheSyncAndNamesErrorPath(String body) {
        for (boolean emptyWhenMissing : new boolean[] {false, true}) {
            try (SyncBench bench = new SyncBench(request -> Response.text(200, body))) {
                bench.client("auth", "bearer").client("token", "t0ps3cret");

                SyncResult result = bench.sync(bench.source("timestamp", "emptyWhenMissing", emptyWhenMissing));

                assertThat(result.error())
                        .containsIgnoringCase("error at `error")
                        .contains("quota of *** used up", "set errorPath to")
                        .doesNotContain("t0ps3cret");
                assertThat(result.state()).isNull();
            }
        }
    }

    @Test
    void anErrorOnAFurtherPageDoesNotEndTheList() {
        try (SyncBench bench = new SyncBench(request -> Response.text(
                200,
                request.number("page", 1) == 1
                        ? TestApi.json(Map.of("data", Records.seconds(10)))
                        : "{\"data\":null,\"errors\":[\"busy\"]}"))) {
            SyncResult result = bench.sync(bench.source("page-number", "query", "page={page}", "pageSize", 10));

            assertThat(result.error()).startsWith("page 2: ").contains("[\"busy\"]", "errorPath");
            assertThat(result.state()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "\"\"", "\" \"", "\"null\"", "\"false\"", "\"0\"", "null"})
    void aLastTokenOrLinkThatSaysNothingEndsTheList(String last) {
        for (String strategy : List.of("keyset", "next-url")) {
            try (SyncBench bench = new SyncBench(request -> {
                int at = request.number("at", 0);
                String next =
                        at < 20 ? "\"" + (strategy.equals("keyset") ? "" : "/records?at=") + (at + 10) + "\"" : last;
                return Response.text(
                        200,
                        "{\"data\":" + TestApi.json(Records.page(Records.seconds(30), at, 10)) + ",\"next\":" + next
                                + "}");
            })) {
                SourceYaml source = bench.source(strategy, "query", "all=yes");
                SyncResult result = bench.sync(
                        strategy.equals("keyset")
                                ? source.with("nextQuery", "at={token}").with("tokenPath", "next")
                                : source.with("nextUrlPath", "next"));

                assertThat(result.error()).as(strategy).isNull();
                assertThat(bench.rows()).isEqualTo(30);
                assertThat(bench.api().requests())
                        .extracting(request -> request.number("at", 0))
                        .containsOnly(0, 10, 20);
            }
        }
    }

    private static Response respond(String body) {
        return body.equals("204") ? Response.text(204, "") : Response.text(200, body);
    }
}
