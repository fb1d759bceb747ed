package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** APIs that say nothing of a cursor that they cannot read: 200, and no records, or all of them. */
class SwallowedCursorTest {

    private static final int ALL = 200;
    private static final String TAKEN = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

    private final List<Map<String, Object>> records = Records.seconds(ALL);

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void noRecordsInPlaceOfThoseThatWereThereIsNotTheEnd(String strategy) {
        try (SyncBench bench = new SyncBench(request -> respond(request, List.of()))) {
            SourceYaml source = source(bench, strategy);

            SyncResult result = bench.sync(source);

            assertThat(result.error())
                    .contains("not even the one with `", "does not honour the cursor as it is sent", "cursorFormat");
            SyncResult again = bench.sync(source);
            assertThat(again.rowsRead()).isZero();
            assertThat(again.warnings())
                    .anyMatch(warning -> warning.contains("the stored cursor") && warning.contains("cursorFormat"));
            SyncResult right = bench.sync(source.with("cursorFormat", "yyyy-MM-dd HH:mm:ss"));
            assertThat(right.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void allRecordsInPlaceOfTheNewerOnesIsAnApiThatDoesNotHonourTheCursor(String strategy) {
        try (SyncBench bench = new SyncBench(request -> respond(request, records))) {
            SourceYaml source = source(bench, strategy);

            SyncResult result = bench.sync(source);

            assertThat(result.error()).contains("does not honour the cursor as it is sent", "cursorFormat");
            SyncResult right = bench.sync(source.with("cursorFormat", "yyyy-MM-dd HH:mm:ss"));
            assertThat(right.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    private static SourceYaml source(SyncBench bench, String strategy) {
        SourceYaml source = bench.source(
                strategy,
                "initialCursor",
                "2000-01-01 00:00:00",
                "query",
                switch (strategy) {
                    case "offset" -> "since={cursor}; limit={limit}; offset={offset}";
                    case "page-number" -> "since={cursor}; limit={limit}; page={page}";
                    default -> "since={cursor}";
                });
        if (!strategy.equals("timestamp") && !strategy.equals("replay")) {
            source = source.with("order", "ascending");
        }
        return strategy.equals("keyset")
                ? source.with("nextQuery", "since={cursor}; offset={token}").with("tokenPath", "next")
                : strategy.equals("next-url") ? source.with("nextUrlPath", "link") : source;
    }

    /** Cut at 50, but for an API that is asked without a limit. */
    private Response respond(Request request, List<Map<String, Object>> toOthers) {
        String since = request.get("since");
        List<Map<String, Object>> found =
                since.matches(TAKEN) ? Records.after(records, since.replace(' ', 'T') + "Z") : toOthers;
        int limit = request.number("limit", 50);
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", Records.page(found, offset, limit));
        if (offset + limit < found.size()) {
            body.put("next", offset + limit);
            body.put("link", "?since=" + since.replace(" ", "%20") + "&offset=" + (offset + limit));
        }
        return Response.of(body);
    }
}
