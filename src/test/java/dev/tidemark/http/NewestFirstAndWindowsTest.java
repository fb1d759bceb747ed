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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of their own kind, by the real Kamelets: a date range of limited length, and the newest records first. */
class NewestFirstAndWindowsTest {

    private final List<Map<String, Object>> records = new ArrayList<>(Records.seconds(45));

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "replay"})
    void anApiThatLimitsTheDateRange(String strategy) {
        records.add(Records.record(46, "2023-02-03T23:59:59.999Z"));
        try (SyncBench bench = new SyncBench(this::range)) {
            SourceYaml source = bench.source(strategy, "query", "from={windowStart}; to={windowEnd}", "window", "31d")
                    .with("cursorFormat", "yyyy-MM-dd")
                    .with("initialCursor", "2019-01-01");
            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(46);
            int first = bench.api().requests().size();

            records.add(Records.record(
                    47, Instant.now().minus(Duration.ofMinutes(30)).toString()));
            SyncResult second = bench.sync(source);
            assertThat(second.error()).isNull();
            assertThat(bench.rows()).isEqualTo(47);
            assertThat(bench.api().requests()).hasSizeLessThan(first + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"next-url", "keyset"})
    void aListThatBeginsWithTheNewest(String strategy) {
        try (SyncBench bench = new SyncBench(request -> newestFirst(request, strategy.equals("keyset")))) {
            SourceYaml source = bench.source(strategy, "query", "sort=newest", "order", "descending");
            if (strategy.equals("keyset")) {
                source.with("nextQuery", "at={token}").with("tokenPath", "next_page_url");
            }
            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(45);
            assertThat(bench.api().requests()).hasSize(10);

            records.addAll(Records.seconds(47).subList(45, 47));
            SyncResult second = bench.sync(source);
            assertThat(second.pages()).isEqualTo(1);
            assertThat(second.rowsWritten()).isEqualTo(2);
            assertThat(bench.rows()).isEqualTo(47);
        }
    }

    private Response range(Request request) {
        Instant from = LocalDate.parse(request.get("from"))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Instant to =
                LocalDate.parse(request.get("to")).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (Duration.between(from, to).toDays() > 31) {
            return Response.text(400, "{\"error\": \"at most 31 days\"}");
        }
        return Response.of(Map.of(
                "data",
                records.stream()
                        .filter(each -> !Records.at(each).isBefore(from)
                                && Records.at(each).isBefore(to))
                        .toList()));
    }

    private Response newestFirst(Request request, boolean byToken) {
        int at = request.number("at", 0);
        List<Map<String, Object>> list = new ArrayList<>(records);
        list.sort(Comparator.comparing((Map<String, Object> each) -> Records.at(each))
                .reversed());
        Map<String, Object> body = new HashMap<>(Map.of("data", Records.page(list, at, 10)));

        if (at + 10 < list.size()) {
            body.put("next_page_url", byToken ? "" + (at + 10) : "/records?at=" + (at + 10));
        }
        return Response.of(body);
    }
}
