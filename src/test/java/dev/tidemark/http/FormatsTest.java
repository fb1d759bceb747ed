package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sink.RejectTable;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every strategy reads every format. What a response says besides its records is in its headers. */
class FormatsTest {

    private static final int ALL = 25;
    private static final int PAGE = 10;

    private final List<Map<String, Object>> records = Records.seconds(ALL);

    /** A format, as an API writes it. */
    enum Format {
        NDJSON("application/x-ndjson") {
            @Override
            String body(List<Map<String, Object>> records) {
                return records.stream().map(TestApi::json).collect(Collectors.joining("\n"));
            }
        },
        CSV("text/csv") {
            @Override
            String body(List<Map<String, Object>> records) {
                return "updatedAt;name;id\r\n"
                        + records.stream().map(Format::row).collect(Collectors.joining("\r\n"));
            }

            @Override
            void set(SourceYaml source) {
                super.set(source);
                source.with("csvSeparator", ";");
            }
        },
        XML("application/xml") {
            @Override
            String body(List<Map<String, Object>> records) {
                return "<?xml version=\"1.0\"?><response><users>"
                        + records.stream().map(Format::element).collect(Collectors.joining("\n"))
                        + "</users></response>";
            }

            @Override
            void set(SourceYaml source) {
                super.set(source);
                source.with("recordsPath", "users.user");
            }
        };

        private final String type;

        Format(String type) {
            this.type = type;
        }

        private static String row(Map<String, Object> record) {
            return record.get("updatedAt") + ";\"" + record.get("name") + "\";" + record.get("id");
        }

        private static String element(Map<String, Object> record) {
            return "<user id=\"" + record.get("id") + "\"><name>" + record.get("name") + "</name><updatedAt>"
                    + record.get("updatedAt") + "</updatedAt></user>";
        }

        abstract String body(List<Map<String, Object>> records);

        void set(SourceYaml source) {
            source.with("format", name().toLowerCase(Locale.ROOT));
        }
    }

    /** A strategy, and an API for it. */
    enum Way {
        TIMESTAMP("timestamp", "since={cursor}"),
        REPLAY("replay", "since={cursor}"),
        TOKEN("keyset", "since={cursor}", "nextQuery", "since={cursor}; at={token}", "tokenPath", "header:X-Next"),
        KEY("keyset", "since={cursor}", "nextQuery", "since={cursor}; after={key}", "tokenPath", "header:X-None"),
        OFFSET("offset", "since={cursor}; at={offset}", "pageSize", PAGE, "totalPath", "header:X-Total"),
        PAGE_NUMBER("page-number", "since={cursor}; page={page}", "pageSize", PAGE, "totalPagesPath", "header:X-Pages"),
        NEXT_URL("next-url", "since={cursor}", "nextUrlPath", "header:Link"),
        STEP_SIZE("step-size", "from={start}; to={end}", "idField", "id", "stepSize", PAGE);

        private final String strategy;
        private final String query;

        @SuppressWarnings("ImmutableEnumChecker")
        private final List<Object> parameters;

        Way(String strategy, String query, Object... parameters) {
            this.strategy = strategy;
            this.query = query;
            this.parameters = List.of(parameters);
        }
    }

    static Stream<Arguments> all() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Arrays.stream(Format.values()).map(format -> Arguments.of(way, format)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void allRecordsArriveAndASecondSyncWritesNothing(Way way, Format format) {
        try (SyncBench bench = new SyncBench(request -> respond(way, format, request))) {
            SourceYaml source = bench.source(way.strategy, way.parameters.toArray())
                    .with("query", way.query)
                    .with("chunkSize", 4)
                    .sink("columns", "id:LONG, name:STRING, updatedAt:UTC_DATETIME");
            format.set(source);

            SyncResult first = bench.sync(source);
            SyncResult second = bench.sync(source);

            assertThat(first.error()).isNull();
            assertThat(second.error()).isNull();
            assertThat(bench.column("id", Long.class))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, ALL).boxed().toList());
            assertThat(bench.column("name", String.class)).contains("name 7");
            assertThat(second.rowsWritten()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aResponseWithoutContentHasNoRecords(Format format) {
        try (SyncBench bench = new SyncBench(request -> new Response(204, "", Map.of()))) {
            SourceYaml source = bench.source("timestamp");
            format.set(source);

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(result.rowsRead()).isZero();
        }
    }

    @Test
    void aRaggedRowBecomesARejectAndTheOthersAreWritten() {
        String body =
                """
                id,name,updatedAt
                1,"a, b",2024-01-15T10:00:00Z
                2,a, b,2024-01-15T10:00:01Z
                3,,2024-01-15T10:00:02Z
                """;
        try (SyncBench bench = new SyncBench(request -> Response.text(200, body).with("Content-Type", "text/csv"))) {
            SourceYaml source = bench.source("timestamp", "format", "csv")
                    .step(Map.of("log", Map.of("message", "${body[0][name]}")));

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", String.class)).containsExactly("1", "3");
            assertThat(bench.column("name", String.class)).containsExactly("a, b", null);
            assertThat(new RejectTable(bench.database().dataSource()).all())
                    .singleElement()
                    .satisfies(reject -> {
                        assertThat(reject.reason())
                                .startsWith("line 3 of the response has 4 cells, but the header has 3");
                        assertThat(reject.source()).isEqualTo("records");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRaggedRowFailsNoStrategy(Way way) {
        try (SyncBench bench = new SyncBench(request -> {
            Response whole = respond(way, Format.CSV, request);
            return new Response(200, whole.body().replace("\"name 7\";7", "7"), whole.headers());
        })) {
            SourceYaml source = bench.source(way.strategy, way.parameters.toArray())
                    .with("query", way.query)
                    .sink("columns", "id:LONG, name:STRING, updatedAt:UTC_DATETIME");
            Format.CSV.set(source);

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", Long.class)).hasSize(ALL - 1).doesNotContain(7L);
            assertThat(new RejectTable(bench.database().dataSource()).all()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "one | data | `` | {'data':{'id':'a','updatedAt':'2024-01-15T10:00:00Z'}}",
                "map | data | `` | {'data':{'a':{'updatedAt':'2024-01-15T10:00:00Z'}}}",
                "values | rows | cols | {'cols':['id','updatedAt'],'rows':[['a','2024-01-15T10:00:00Z']]}"
            })
    void recordsOfOtherShapesArrive(String as, String path, String columns, String body) {
        try (SyncBench bench = new SyncBench(request -> Response.text(200, body.replace('\'', '"')))) {
            SyncResult result = bench.sync(bench.source(
                            "timestamp", "recordsAs", as, "recordsPath", path, "columnsPath", columns)
                    .sink("primaryKey", "id")
                    .sink("columns", (as.equals("map") ? "id=_key" : "id") + ":STRING, updatedAt:UTC_DATETIME"));

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", String.class)).containsExactly("a");
        }
    }

    private Response respond(Way way, Format format, Request request) {
        if (way == Way.STEP_SIZE) {
            int from = request.number("from", 1);
            int to = request.number("to", ALL);
            return response(
                    format,
                    records.stream()
                            .filter(each -> between(from, Records.number(each, "id"), to))
                            .toList());
        }
        List<Map<String, Object>> since = Records.after(records, request.get("since"));
        if (way == Way.KEY) {
            int after = request.number("after", 0);
            List<Map<String, Object>> rest = since.stream()
                    .filter(each -> Records.number(each, "id") > after)
                    .toList();
            return response(format, Records.page(rest, 0, PAGE));
        }
        boolean whole = way == Way.TIMESTAMP || way == Way.REPLAY;
        int at = way == Way.PAGE_NUMBER ? (request.number("page", 1) - 1) * PAGE : request.number("at", 0);
        Response response = response(format, whole ? since : Records.page(since, at, PAGE))
                .with("X-Total", Integer.toString(since.size()))
                .with("X-Pages", Integer.toString((since.size() + PAGE - 1) / PAGE));
        int next = at + PAGE;
        return next >= since.size()
                ? response
                : response.with("X-Next", Integer.toString(next))
                        .with("Link", "</records?since=" + request.get("since") + "&at=" + next + ">; rel=\"next\"");
    }

    private static boolean between(long from, long id, long to) {
        return from <= id && id <= to;
    }

    private static Response response(Format format, List<Map<String, Object>> records) {
        return Response.text(200, format.body(records)).with("Content-Type", format.type);
    }
}
