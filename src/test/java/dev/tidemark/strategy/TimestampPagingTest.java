package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single cases of what the contract of the strategies says of all. */
class TimestampPagingTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final TimestampStrategy strategy = new TimestampStrategy();

    @Test
    void disorderIsReportedWhereTheResponseLooksTruncated() {
        assertThat(warningsOf(null, 3))
                .singleElement()
                .asString()
                .contains("not in ascending order", "rows are missing");
        assertThat(warningsOf("2024-01-15T10:00:00Z", 100))
                .singleElement()
                .asString()
                .contains("rows are missing");
    }

    @Test
    void disorderIsSpokenOfBelowADeclaredSizeToo() {
        strategy.setPageSize("1000");
        assertThat(warningsOf(null, 100)).singleElement().asString().contains("rows are missing");
    }

    @Test
    void aTieThatMayBeCutIsSpokenOf() {
        Paging paging = strategy.begin(null, NOW);
        List<String> tie = Collections.nCopies(100, "2024-01-15T10:00:00Z");
        respond(paging, tie);
        respond(paging, tie);
        assertThat(paging.hasNext()).isFalse();
        assertThat(paging.warnings()).singleElement().asString().contains("share the cursor", "set pageSize");
    }

    @Test
    void disorderIsNotSpokenOfWhereNothingSuggestsACut() {
        assertThat(warningsOf("2024-01-15T10:00:00Z", 3)).isEmpty();
        assertThat(warningsOf("2024-01-15T10:00:00Z", 37)).isEmpty();
    }

    private List<String> warningsOf(@Nullable String stored, int newestFirst) {
        Paging paging = strategy.begin(stored == null ? null : strategy.stateAt(stored, null), NOW);
        List<String> records = new ArrayList<>(seconds(newestFirst));
        Collections.reverse(records);
        respond(paging, records);
        respond(paging, records.subList(0, 1));
        assertThat(paging.hasNext()).isFalse();
        return paging.warnings();
    }

    @Test
    void aFormatByDayMayReturnTheSameResponseAgain() {
        strategy.setCursorFormat("yyyy-MM-dd");
        Paging paging = strategy.begin(null, NOW);
        List<String> day = seconds(12);
        respond(paging, day);
        respond(paging, day);
        assertThat(paging.hasNext()).isFalse();
        assertThat(paging.end()).hasToString("{\"last_timestamp\":\"2024-01-15T10:00:12Z\"}");
    }

    @Test
    void anInclusiveApiMayReturnTheSameResponseAgain() {
        strategy.setCursorFormat("yyyy-MM-dd");
        Paging paging = strategy.begin(null, NOW);
        List<String> days = IntStream.range(0, 12)
                .mapToObj(hour -> String.format("2024-01-%02dT%02d:00:00Z", 14 + hour / 6, hour % 6))
                .toList();
        respond(paging, days);
        respond(paging, days);
        assertThat(paging.hasNext()).isFalse();
    }

    @Test
    void aTimestampWithoutSecondsDoesNotMeanThatTheCursorIsIgnored() {
        Paging paging = strategy.begin(null, NOW);
        respond(paging, List.of("2024-01-15T10:00:30Z", "2024-01-15T10:01Z"));
        assertThat(paging.next().values()).containsEntry("cursor", "2024-01-15T10:00Z");
        List.of("2024-01-15T10:00:30Z", "2024-01-15T10:01Z").forEach(at -> see(paging, at));
        assertThatCode(() -> paging.pageRead(null)).doesNotThrowAnyException();
        assertThat(paging.hasNext()).isFalse();
    }

    @Test
    void aFullPageThatSharesOneCursorFailsAndNamesTheWayOut() {
        strategy.setPageSize("3");
        Paging paging = strategy.begin(null, NOW);
        List<String> ties = Collections.nCopies(3, "2024-01-15T10:00:00Z");
        respond(paging, ties);
        assertThatThrownBy(() -> respond(paging, ties))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("share the cursor", "2024-01-15T10:00:00Z", "keyset");
    }

    @Test
    void anUndeclaredLimitIsDetectedByAResponseThatShouldBeShorter() {
        Paging paging = strategy.begin(null, NOW);
        respond(paging, seconds(10));
        assertThatThrownBy(() -> respond(paging, Collections.nCopies(10, "2024-01-15T10:00:10Z")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pageSize");
    }

    @Test
    void aServerThatCutsBelowTheDeclaredSizeIsNoticedInsideATie() {
        strategy.setPageSize("1000");
        Paging paging = strategy.begin(null, NOW);
        List<String> page = new ArrayList<>(List.of("2024-01-15T10:00:00Z"));
        page.addAll(Collections.nCopies(19, "2024-01-15T10:00:05Z"));
        respond(paging, page);
        assertThatThrownBy(() -> respond(paging, Collections.nCopies(20, "2024-01-15T10:00:05Z")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("share the cursor");
    }

    @Test
    void aCutPageOutOfOrderFails() {
        strategy.setPageSize("2");
        Paging paging = strategy.begin(null, NOW);
        assertThatThrownBy(() -> respond(paging, List.of("2024-01-15T10:00:02Z", "2024-01-15T10:00:01Z")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("ascending order of updatedAt", "query");
    }

    @Test
    void aResponseFromBelowTheBoundIsACursorThatIsNotHonoured() {
        Paging paging = strategy.begin(null, NOW);
        respond(paging, seconds(5));
        assertThatThrownBy(() -> respond(paging, seconds(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("2024-01-15T10:00:04Z", "does not honour the cursor", "cursorFormat");
    }

    @Test
    void aPageWithoutOneReadableCursorFailsAndCountsWhatItSaw() {
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        see(paging, "soon");
        see(paging, "");
        paging.see(Map.of("id", 1));
        assertThatThrownBy(() -> paging.pageRead(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "none of the 3 records",
                        "2 records with a `updatedAt` that is not a timestamp",
                        "1 records without");
    }

    @Test
    void recordsOfTheFutureAloneAreNothingNewAndNoFailure() {
        Paging paging = strategy.begin(null, NOW);
        respond(paging, List.of("2031-01-01T00:00:00Z"));
        assertThat(paging.hasNext()).isFalse();
        assertThat(paging.end()).isNull();
        assertThat(paging.warnings()).hasSize(1);
    }

    @Test
    void aCursorThatCannotBeUsedNeverMovesTheStateAndIsCounted() {
        Paging paging = strategy.begin(null, NOW);
        respond(paging, List.of("2024-01-15T10:00:00Z", "2030-01-01T01:00:01Z", "soon"));
        assertThat(paging.end()).hasToString("{\"last_timestamp\":\"2024-01-15T10:00:00Z\"}");
        assertThat(paging.warnings()).hasSize(2);
    }

    @Test
    void aPageOutOfOrderHoldsTheStateBackUntilTheEnd() {
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        List<Map<String, Object>> page = List.of(
                Map.of("updatedAt", "2024-01-15T10:00:02Z"),
                Map.of("updatedAt", "2024-01-15T10:00:01Z"),
                Map.of("updatedAt", "2024-01-15T10:00:03Z"));
        page.forEach(row -> see(paging, String.valueOf(row.get("updatedAt"))));
        paging.pageRead(null);
        assertThat(paging.stateAfter(List.of(Map.of("updatedAt", "2024-01-15T10:00:02Z")), null))
                .isNull();
        respond(paging, List.of("2024-01-15T10:00:03Z"));
        assertThat(paging.end()).hasToString("{\"last_timestamp\":\"2024-01-15T10:00:03Z\"}");
    }

    private static List<String> seconds(int n) {
        return IntStream.rangeClosed(1, n)
                .mapToObj(second -> String.format("2024-01-15T10:%02d:%02dZ", second / 60, second % 60))
                .toList();
    }

    private static void respond(Paging paging, List<String> cursors) {
        paging.next();
        cursors.forEach(cursor -> see(paging, cursor));
        paging.pageRead(null);
    }

    private static void see(Paging paging, String cursor) {
        paging.see(Map.of("updatedAt", cursor));
    }
}
