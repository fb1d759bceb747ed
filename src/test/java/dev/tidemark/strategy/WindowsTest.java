package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {

    private static final Instant NOW = Instant.parse("2024-06-15T10:00:00Z");

    private final List<Instant> records = new ArrayList<>();
    private final List<Map<String, String>> requests = new ArrayList<>();
    private final List<Instant> written = new ArrayList<>();
    private Instant clock = NOW;
    private Duration longest = Duration.ofDays(30);
    private boolean startInclusive;
    private boolean endInclusive;
    private @Nullable ObjectNode state;

    @Test
    void tenEmptyYearsAreWalkedOnce() {
        sync(timestamp("30d"));
        assertThat(requests).hasSizeBetween(122, 124);
        assertThat(first()).isEqualTo("2014-06-15T00:00:00Z");

        requests.clear();
        clock = NOW.plus(Duration.ofDays(1));
        sync(timestamp("30d"));
        assertThat(requests).hasSize(1);
        assertThat(Instant.parse(first())).isEqualTo("2024-06-15T08:59:59Z");
    }

    @Test
    void theEndOfEachWindowIsStoredWithoutRecords() {
        WindowedStrategy strategy = timestamp("30d");
        Paging paging = strategy.begin(null, clock);
        for (int i = 0; i < 3; i++) {
            respond(paging);
        }
        ObjectNode stored = Objects.requireNonNull(paging.stateAfter(List.of(), null));
        assertThat(stored.path("window_end").asText()).startsWith("2014-09-1");
        assertThat(stored.has("last_timestamp")).isFalse();

        state = stored;
        requests.clear();
        sync(timestamp("30d"));
        assertThat(first()).startsWith("2014-09-1");
    }

    @Test
    void aRecordThatIsLateWithinTheBufferIsFound() {
        ReplayStrategy replay = prepared(new ReplayStrategy(), "7d");
        replay.setBufferHours(48);
        records.add(NOW.minus(Duration.ofDays(100)));
        sync(replay);

        clock = NOW.plus(Duration.ofHours(1));
        Instant late = NOW.minus(Duration.ofHours(46));
        records.add(late);
        requests.clear();
        sync(replay);
        assertThat(written).contains(late);
        assertThat(requests).hasSizeLessThan(4);
    }

    /** A row of today's report has today's midnight, and grows. */
    @Test
    void theRecordOfTheStoredCursorIsReadAgain() {
        Instant midnight = Instant.parse("2024-06-15T00:00:00Z");
        records.add(midnight);
        sync(timestamp("30d"));
        written.clear();
        clock = NOW.plus(Duration.ofHours(3));
        sync(timestamp("30d"));
        assertThat(written).contains(midnight);
    }

    @Test
    void anEndInTheFutureIsRefused() {
        state = new ObjectMapper()
                .createObjectNode()
                .put("window_end", NOW.plus(Duration.ofHours(2)).toString());
        assertThatThrownBy(() -> timestamp("30d").begin(state, clock)).hasMessageContaining("further in the future");
    }

    @Test
    void aWrongClockOfTheApiDoesNotMoveTheEndIntoTheFuture() {
        Paging paging = timestamp("30d").begin(null, clock);
        clock = NOW.plus(Duration.ofDays(7));
        while (paging.hasNext()) {
            respond(paging);
        }
        String end = Objects.requireNonNull(paging.end()).path("window_end").asText();
        assertThat(Instant.parse(end)).isBefore(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void aRecordThatIsLateWithinMaxSkewIsFound() {
        sync(timestamp("30d"));

        Instant late = NOW.minus(Duration.ofMinutes(59));
        records.add(late);
        clock = NOW.plus(Duration.ofMinutes(10));
        sync(timestamp("30d"));
        assertThat(written).contains(late);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void nothingIsLostBetweenTwoWindows(boolean starts, boolean ends) {
        startInclusive = starts;
        endInclusive = ends;
        for (int day = 1; day <= 28; day++) {
            for (String time : List.of("00:00:00Z", "00:00:00.001Z", "23:59:59Z", "23:59:59.500Z", "23:59:59.999Z")) {
                records.add(Instant.parse("2024-02-%02dT%s".formatted(day, time)));
            }
        }
        for (String format : List.of("", "yyyy-MM-dd", "epoch-seconds", "yyyy-MM-dd HH:mm:ssX")) {
            for (int hours : List.of(49, 72, 168)) {
                state = null;
                written.clear();
                longest = Duration.ofHours(hours);
                WindowedStrategy strategy = timestamp(hours + "h");
                strategy.setInitialCursor("2024-01-30T00:00:00Z");
                strategy.setCursorFormat(format);
                sync(strategy);
                assertThat(written).as("%s, %d h", format, hours).hasSameElementsAs(records);
            }
        }
    }

    @Test
    void recordsOfTodayAreFoundWhereRequestsHaveDatesOnly() {
        WindowedStrategy strategy = timestamp("31d");
        longest = Duration.ofDays(31);
        strategy.setCursorFormat("yyyy-MM-dd");
        records.add(NOW.minusSeconds(1));
        sync(strategy);
        assertThat(written).containsOnly(NOW.minusSeconds(1));
        assertThat(requests.get(requests.size() - 1)).containsEntry("windowEnd", "2024-06-16");
    }

    /** The last chunk of a response was not written yet when its window had been read. */
    @Test
    void theEndOfAWindowIsStoredWithItsLastRecords() {
        Instant tie = NOW.minus(Duration.ofDays(3));
        records.addAll(List.of(tie, tie));
        Paging paging = timestamp("30d").begin(timestamp("30d").stateAt(tie.toString(), null), clock);
        List<Map<String, @Nullable Object>> page = respond(paging);

        ObjectNode before = Objects.requireNonNull(paging.stateAfter(page.subList(0, 1), page.get(1)));
        assertThat(before.has("window_end")).isFalse();
        ObjectNode after = Objects.requireNonNull(paging.stateAfter(page.subList(1, 2), null));
        assertThat(after.path("window_end").asText()).isEqualTo("2024-06-15T09:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "-5d"})
    void aWindowIsGreaterThanZero(String window) {
        assertThatThrownBy(() -> new TimestampStrategy().setWindow(window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window");
    }

    @Test
    void aWindowIsLongerThanThePrecisionOfRequests() {
        WindowedStrategy strategy = timestamp("12h");
        strategy.setCursorFormat("yyyy-MM-dd");
        assertThatThrownBy(() -> sync(strategy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window is shorter than 48 h");
    }

    @Test
    void parametersThatDoNotFitAreRefused() {
        WindowedStrategy first = timestamp("30d");
        first.setInitialCursor("0001-01-01T00:00:00Z");
        refused(first, "initialCursor is missing");
        WindowedStrategy second = timestamp("30d");
        second.setQuery("from={windowStart}");
        refused(second, "has no {windowEnd}");
        WindowedStrategy third = timestamp("30d");
        third.setQuery("to={windowEnd}");
        refused(third, "neither {windowStart} nor {cursor}");
        WindowedStrategy fourth = timestamp("");
        refused(fourth, "window is missing");
        WindowedStrategy fifth = timestamp("30d");
        fifth.setCursorType("number");
        fifth.setInitialCursor("0");
        refused(fifth, "cursors that are times");
    }

    private void refused(WindowedStrategy strategy, String why) {
        assertThatThrownBy(() -> strategy.begin(null, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static TimestampStrategy timestamp(String window) {
        return prepared(new TimestampStrategy(), window);
    }

    private static <S extends WindowedStrategy> S prepared(S strategy, String window) {
        strategy.setWindow(window);
        strategy.setQuery("from={windowStart}; to={windowEnd}");
        strategy.setInitialCursor("2014-06-15T00:00:00Z");
        return strategy;
    }

    private String first() {
        return String.valueOf(requests.get(0).get("windowStart"));
    }

    private void sync(WindowedStrategy strategy) {
        strategy.setBoundary(startInclusive ? "inclusive" : "exclusive");
        Paging paging = strategy.begin(state, clock);
        while (paging.hasNext()) {
            List<Map<String, @Nullable Object>> page = respond(paging);
            page.forEach(row -> written.add(Instant.parse(String.valueOf(row.get("updatedAt")))));
            if (!page.isEmpty()) {
                paging.stateAfter(page, null);
            }
            assertThat(requests).hasSizeLessThan(1000);
        }
        state = paging.end();
    }

    private List<Map<String, @Nullable Object>> respond(Paging paging) {
        Map<String, String> values = paging.next().values();
        requests.add(values);
        Instant from = time(values.get("windowStart"));
        Instant to = time(values.get("windowEnd"));
        assertThat(Duration.between(from, to)).isLessThanOrEqualTo(longest).isPositive();
        List<Map<String, @Nullable Object>> page = records.stream()
                .filter(each -> each.isAfter(from) || (startInclusive && each.equals(from)))
                .filter(each -> each.isBefore(to) || (endInclusive && each.equals(to)))
                .sorted(Comparator.naturalOrder())
                .map(each -> Map.<String, @Nullable Object>of("updatedAt", each.toString()))
                .toList();
        page.forEach(paging::see);
        paging.respondedAt(clock);
        paging.pageRead(null);
        return page;
    }

    private static Instant time(@Nullable String text) {
        String given = String.valueOf(text).replace(' ', 'T');
        return given.matches("\\d+")
                ? Instant.ofEpochSecond(Long.parseLong(given))
                : given.length() == 10
                        ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(given);
    }
}
