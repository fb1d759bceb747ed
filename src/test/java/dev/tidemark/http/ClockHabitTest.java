package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that read the time in a request a little otherwise than they write it in their records. */
class ClockHabitTest {

    private final List<Map<String, Object>> records = new ArrayList<>();

    /** How far the filter's clock lies ahead of the records' one; less than nothing for one behind. */
    private Duration ahead = Duration.ZERO;

    /** It stores microseconds, shows whole seconds, and reads `>= T` as `> T - 1 s`. */
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void aFilterThatIsASecondGenerousFailsNoSync(String strategy) {
        ahead = Duration.ofSeconds(-1);
        put(1, Records.START);
        put(2, Records.START.plusSeconds(1));
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, strategy);
            for (int edit = 2; edit < 6; edit++) {
                assertThat(bench.sync(source).error()).isNull();
                put(edit + 1, Records.START.plusSeconds(edit));
            }

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.column("id", Long.class)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void aFilterThatLiesAMinuteBelowIsNotHonoured(String strategy) {
        ahead = Duration.ofMinutes(-1);
        LongStream.rangeClosed(1, 100).forEach(id -> put(id, Records.START.plusSeconds(id)));
        try (SyncBench bench = new SyncBench(this::list)) {
            assertThat(bench.sync(source(bench, strategy)).error())
                    .contains("does not honour the cursor as it is sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void aNewestRecordThatItsOwnFilterDoesNotGiveAgainIsAWarning(String strategy) {
        ahead = Duration.ofMinutes(30);
        LongStream.rangeClosed(1, 5).forEach(id -> put(id, Records.START.plus(Duration.ofHours(id))));
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, strategy);

            SyncResult first = bench.sync(source);

            assertThat(first.error()).isNull();
            assertThat(first.warnings()).anyMatch(warning -> warning.contains("another clock"));
            assertThat(bench.rows()).isEqualTo(5);
            assertThat(bench.sync(source).error()).isNull();
            put(6, Records.START.plus(Duration.ofHours(6)));
            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay", "keyset", "offset", "page-number", "next-url"})
    void recordsThatNoFilterOfTheirHourGivesAgainAreAWarning(String strategy) {
        ahead = Duration.ofHours(2);
        LongStream.rangeClosed(1, 5).forEach(id -> put(id, Records.START.plus(Duration.ofMinutes(id))));
        try (SyncBench bench = new SyncBench(this::list)) {
            SyncResult first = bench.sync(source(bench, strategy));

            assertThat(first.error()).isNull();
            assertThat(first.warnings()).anyMatch(warning -> warning.contains("another clock"));
            assertThat(bench.rows()).isEqualTo(5);
        }
    }

    private void put(long id, Instant updatedAt) {
        records.add(Records.record(id, updatedAt.toString()));
    }

    private static SourceYaml source(SyncBench bench, String strategy) {
        SourceYaml source = bench.source(
                strategy,
                "query",
                switch (strategy) {
                    case "offset" -> "since={cursor}; limit={limit}; offset={offset}";
                    case "page-number" -> "since={cursor}; limit={limit}; page={page}";
                    default -> "since={cursor}";
                });
        if (!strategy.equals("timestamp") && !strategy.equals("replay")) {
            source.with("order", "ascending");
        }
        return strategy.equals("keyset")
                ? source.with("nextQuery", "since={cursor}; offset={token}").with("tokenPath", "next")
                : source;
    }

    private Response list(Request request) {
        String bound = request.get("since");
        String since = bound.startsWith("0001")
                ? bound
                : Instant.parse(bound).plus(ahead).toString();
        List<Map<String, Object>> found = Records.after(records, since);
        int limit = request.number("limit", 50);
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", Records.page(found, offset, limit));
        if (offset + limit < found.size()) {
            body.put("next", offset + limit);
            body.put("next_page_url", "?since=" + bound + "&offset=" + (offset + limit));
        }
        return Response.of(body);
    }
}
