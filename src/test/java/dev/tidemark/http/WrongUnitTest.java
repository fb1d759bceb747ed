package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cursors of another type than declared: none of them counts, and no sync could continue from one. */
class WrongUnitTest {

    private static final long START_MILLIS = Records.START.toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        "timestamp,false",
        "timestamp,true",
        "replay,false",
        "replay,true",
        "keyset,false",
        "offset,true",
        "page-number,true",
        "next-url,false"
    })
    void millisecondsDeclaredAsSecondsFailAndNameTheUnitThatFits(String strategy, boolean sized) {
        try (SyncBench bench = api()) {
            SourceYaml source = source(bench, strategy, "epoch-seconds");
            SyncResult wrong = bench.sync(sized ? source.with("pageSize", 100) : source);

            assertThat(wrong.error())
                    .contains("none of the 100 records has a valid cursor", "fits cursorType epoch-millis");
            assertThat(String.valueOf(wrong.state())).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @CsvSource({"timestamp", "page-number"})
    void epochNumbersDeclaredAsTimestampsNameTheUnitThatFits(String strategy) {
        try (SyncBench bench = api()) {
            SyncResult wrong = bench.sync(source(bench, strategy, "timestamp"));

            assertThat(wrong.error()).contains("none of the 100 records", "fits cursorType epoch-millis");
        }
    }

    private static SourceYaml source(SyncBench bench, String strategy, String type) {
        return bench.source(
                strategy,
                "query",
                switch (strategy) {
                    case "offset" -> "since={cursor}; offset={offset}";
                    case "page-number" -> "since={cursor}; page={page}";
                    default -> "since={cursor}";
                },
                "cursorType",
                type,
                "initialCursor",
                type.equals("timestamp") ? "2000-01-01T00:00:00Z" : "0");
    }

    /** Cut at 100, in ascending order. */
    private static SyncBench api() {
        return new SyncBench(request -> {
            String since = request.get("since");
            BigDecimal bound = since.contains("T") ? BigDecimal.ZERO : new BigDecimal(since);
            List<Map<String, Object>> found = LongStream.rangeClosed(1, 250)
                    .filter(id -> bound.compareTo(BigDecimal.valueOf(START_MILLIS + id)) < 0)
                    .mapToObj(id -> Records.record(id, START_MILLIS + id))
                    .toList();
            int offset = request.number("offset", (request.number("page", 1) - 1) * 100);
            return Response.of(Map.of("data", Records.page(found, offset, 100)));
        });
    }
}
