package dev.tidemark.strategy.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the records of a tie are all there are: not before its own unit, and maxSkew, have passed on the API's clock. */
class KnownTieTest {

    @ParameterizedTest
    @CsvSource({
        "2024-01-15,2024-01-16T00:59:59Z,false",
        "2024-01-15,2024-01-16T01:00:00Z,true",
        "2024-01-15T00:00:00Z,2024-01-15T20:00:00Z,false",
        "2024-01-15T00:00:00+05:30,2024-01-15T19:00:00Z,false",
        "2024-01-15T10:17Z,2024-01-15T12:16:59Z,false",
        "2024-01-15T10:17Z,2024-01-15T12:17:00Z,true",
        "2024-01-15T10:17:30Z,2024-01-15T11:17:30Z,false",
        "2024-01-15T10:17:30Z,2024-01-15T11:18:30Z,true",
        "2024-01-15T10:17:30.5Z,2024-01-15T11:18:30Z,false",
        "2024-01-15T10:17:30.5Z,2024-01-15T11:18:31Z,true"
    })
    void isKnownOnceNoFurtherRecordCanShareIt(String cursor, Instant date, boolean known) {
        assertThat(end(cursor, date).has("tie")).isEqualTo(known);
    }

    @Test
    void isNotKnownWithoutTheDateOfEachResponse() {
        assertThat(end("2024-01-15T10:17:30Z", null).has("tie")).isFalse();
    }

    /** Ten records of one cursor, in pages of four, read twice from it. */
    private static ObjectNode end(String cursor, @Nullable Instant date) {
        OffsetStrategy strategy = new OffsetStrategy();
        strategy.setPageSize(4);
        strategy.setOrder("ascending");
        strategy.setQuery("since={cursor}; limit={limit}; offset={offset}");
        Paging paging = strategy.begin(null, Instant.parse("2030-01-01T00:00:00Z"));
        List<Map<String, @Nullable Object>> rows = IntStream.range(0, 10)
                .mapToObj(id -> Map.<String, @Nullable Object>of("id", id, "updatedAt", cursor))
                .toList();
        while (paging.hasNext()) {
            Map<String, String> values = paging.next().values();
            int offset = Integer.parseInt(String.valueOf(values.get("offset")));
            int limit = Integer.parseInt(String.valueOf(values.get("limit")));
            rows.stream().skip(offset).limit(limit).forEach(paging::see);
            if (date != null) {
                paging.respondedAt(date);
            }
            paging.pageRead(null);
        }
        return Objects.requireNonNull(paging.end());
    }
}
