package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of time as units of work: where they lie, and how far the state moves over those that are done. */
class WindowPlanTest {

    private static final Instant NOW = Instant.parse("2024-06-15T10:00:00Z");

    private final List<Instant> records = new ArrayList<>();
    private final List<Instant> written = new ArrayList<>();
    private final List<Map<String, String>> requests = new ArrayList<>();
    private boolean startInclusive;
    private @Nullable Integer limit;
    private Instant date = NOW;

    @Test
    void tenEmptyYearsAreUnitsOfOneRequestEach() {
        WindowedStrategy strategy = timestamp("30d");
        WorkPlan plan = strategy.plan(null, NOW, 8);
        assertThat(plan.next()).hasSize(8);
        assertThat(plan.next()).isEmpty();

        plan = strategy.plan(null, NOW, 1000);
        List<WorkUnit> units = plan.next();
        assertThat(units).hasSizeBetween(121, 124);
        assertThat(units.get(0)).hasToString("2014-06-15T00:00:00Z to 2014-07-15T00:00:00Z");
        assertThat(units.get(1).first()).isEqualTo("2014-07-15T00:00:00Z");
        assertThat(units.get(units.size() - 1).last()).isEqualTo("now");
        double before = plan.progress();
        for (WorkUnit unit : units) {
            plan.done(unit, fetch(strategy, unit));
            assertThat(plan.progress()).isGreaterThan(before);
            before = plan.progress();
        }
        assertThat(requests).hasSizeLessThanOrEqualTo(units.size() + 1);
        assertThat(plan.hasNext()).isFalse();
        assertThat(plan.progress()).isEqualTo(1);
        assertThat(plan.state()).hasToString("{\"window_end\":\"2024-06-15T09:00:00Z\"}");
    }

    /** A unit takes one request more than it has windows. */
    @Test
    void unitsHaveManyWindowsAtFirstAndFewTowardsTheEnd() {
        WindowedStrategy strategy = timestamp("30d");
        WorkPlan plan = strategy.plan(null, NOW, 8 * WorkPlan.AHEAD);
        List<WorkUnit> units = new ArrayList<>();
        for (List<WorkUnit> more = plan.next(); !more.isEmpty(); more = plan.next()) {
            units.addAll(more);
            more.forEach(unit -> plan.done(unit, fetch(strategy, unit)));
        }
        assertThat(units).hasSizeBetween(16, 30);
        assertThat(units.get(0)).hasToString("2014-06-15T00:00:00Z to 2015-10-07T23:59:45Z");
        assertThat(plan.state()).hasToString("{\"window_end\":\"2024-06-15T09:00:00Z\"}");
    }

    @Test
    void aStateThatOneWindowReachesNowFromIsOneUnit() {
        WindowedStrategy strategy = timestamp("30d");
        records.add(NOW.minus(Duration.ofDays(29)));
        WorkPlan plan = strategy.plan(strategy.stateAt("2024-05-17T10:00:00Z", null), NOW, 8);
        List<WorkUnit> units = plan.next();
        assertThat(units).singleElement().hasToString("{\"last_timestamp\":\"2024-05-17T10:00:00Z\"} to now");
        plan.done(units.get(0), fetch(strategy, units.get(0)));
        // The record of the stored cursor is read again, as it may have changed.
        assertThat(written).containsOnly(records.get(0));
        assertThat(plan.hasNext()).isFalse();
        assertThat(plan.state())
                .hasToString("{\"last_timestamp\":\"2024-05-17T10:00:00Z\",\"window_end\":\"2024-06-15T09:00:00Z\"}");
    }

    @Test
    void theFirstUnitRequestsWhatAnOrdinarySyncRequestsFirst() {
        ReplayStrategy strategy = prepared(new ReplayStrategy(), "7d");
        strategy.setBufferHours(48);
        ObjectNode state = strategy.stateAt("2024-02-10T10:00:00Z", null).put("window_end", "2024-03-01T00:00:00Z");
        Map<String, String> ordinary = strategy.begin(state, NOW).next().values();
        WorkUnit first = strategy.plan(state, NOW, 8).next().get(0);
        assertThat(strategy.range(first, NOW).next().values()).isEqualTo(ordinary);
        assertThat(ordinary).containsEntry("windowStart", "2024-02-27T23:59:59Z");
    }

    @Test
    void theStateWaitsForTheFirstUnitAndThenPassesAllThatAreDone() {
        WindowedStrategy strategy = timestamp("30d");
        records.addAll(days("2024-01-05T10:00:00Z", "2024-02-05T10:00:00Z", "2024-03-05T10:00:00Z"));
        WorkPlan plan = plan(strategy, "2024-01-01T00:00:00Z");
        List<WorkUnit> units = plan.next();
        List<WorkUnit> others = new ArrayList<>(units.subList(1, units.size()));
        Collections.reverse(others);
        for (WorkUnit unit : others) {
            plan.done(unit, fetch(strategy, unit));
            assertThat(plan.state()).isNull();
        }
        assertThat(plan.hasNext()).isTrue();
        plan.done(units.get(0), fetch(strategy, units.get(0)));
        assertThat(plan.hasNext()).isFalse();
        assertThat(plan.state())
                .hasToString("{\"last_timestamp\":\"2024-03-05T10:00:00Z\",\"window_end\":\"2024-06-15T09:00:00Z\"}");
    }

    /** One window may be read long before another, and records appear in between. */
    @Test
    void whereRecordsMayStillAppearOneUnitReadsAllWindows() {
        WindowedStrategy strategy = timestamp("10m");
        strategy.setMaxSkew("2h");
        List<WorkUnit> units = plan(strategy, "2024-06-15T05:00:00Z").next();
        WorkUnit last = units.get(units.size() - 1);
        assertThat(Instant.parse(last.first()))
                .isBetween(NOW.minus(Duration.ofMinutes(130)), NOW.minus(Duration.ofHours(2)));
        records.add(NOW.minusSeconds(1));
        fetch(strategy, last);
        assertThat(written).containsOnly(NOW.minusSeconds(1));
        assertThat(requests).hasSizeGreaterThan(12);
    }

    @Test
    void theStateStopsWhereTheClockOfTheApiIsBehind() {
        WindowedStrategy strategy = timestamp("30d");
        records.addAll(days("2024-05-20T10:00:00Z", "2024-06-13T00:00:00Z"));
        WorkPlan plan = plan(strategy, "2024-04-20T00:00:00Z");
        List<WorkUnit> units = plan.next();
        assertThat(units).extracting(WorkUnit::last).containsExactly("2024-05-19T23:59:59Z", "now");
        date = Instant.parse("2024-05-01T00:00:00Z");
        plan.done(units.get(0), fetch(strategy, units.get(0)));
        date = NOW;
        plan.done(units.get(1), fetch(strategy, units.get(1)));
        assertThat(plan.hasNext()).isFalse();
        assertThat(plan.state())
                .hasToString("{\"last_timestamp\":\"2024-04-20T00:00:00Z\",\"window_end\":\"2024-04-30T23:00:00Z\"}");
    }

    @Test
    void aCursorBeyondTheEndOfItsUnitDoesNotMoveTheState() {
        WindowedStrategy strategy = timestamp("30d");
        WorkPlan plan = plan(strategy, "2024-01-01T00:00:00Z");
        WorkUnit first = plan.next().get(0);
        plan.done(
                first,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("last_timestamp", first.last())
                        .put("window_end", first.last()));
        assertThat(plan.state())
                .hasToString("{\"last_timestamp\":\"2024-01-01T00:00:00Z\",\"window_end\":\"" + first.last() + "\"}");
    }

    @Test
    void aUnitThatFoundNothingAtAllStopsTheState() {
        WindowedStrategy strategy = timestamp("30d");
        WorkPlan plan = plan(strategy, "2024-01-01T00:00:00Z");
        List<WorkUnit> units = plan.next();
        plan.done(units.get(0), JsonNodeFactory.instance.objectNode());
        plan.done(units.get(1), fetch(strategy, units.get(1)));
        assertThat(plan.state()).hasToString("{\"last_timestamp\":\"2024-01-01T00:00:00Z\"}");
    }

    @Test
    void aPageThatEndsEarlyIsContinuedInsideItsUnit() {
        WindowedStrategy strategy = timestamp("30d");
        strategy.setPageSize("4");
        limit = 4;
        for (int hour = 0; hour < 20 * 24; hour += 40) {
            records.add(Instant.parse("2024-02-01T00:00:00Z").plus(Duration.ofHours(hour)));
        }
        WorkUnit unit = new WorkUnit("2024-01-31T00:00:00Z", "2024-02-29T00:00:00Z");
        Paging paging = strategy.range(unit, NOW);
        while (paging.hasNext()) {
            List<Map<String, @Nullable Object>> page = respond(paging);
            ObjectNode state = paging.stateAfter(page, null);
            assertThat(state == null).isEqualTo(paging.hasNext());
        }
        assertThat(written).containsAll(records);
        assertThat(requests).extracting(each -> each.get("windowEnd")).containsOnly("2024-02-29T00:00:00Z");
        assertThat(paging.end())
                .hasToString("{\"last_timestamp\":\"2024-02-19T08:00:00Z\",\"window_end\":\"2024-02-29T00:00:00Z\"}");
    }

    /** Texts alone are sent, to a process that has made a strategy from the same route. */
    @ParameterizedTest
    @CsvSource({
        "true, ''", "true, yyyy-MM-dd", "true, epoch-seconds", "true, yyyy-MM-dd HH:mm:ssX",
        "false, ''", "false, yyyy-MM-dd", "false, epoch-seconds", "false, yyyy-MM-dd HH:mm:ssX"
    })
    void anotherProcessReadsAUnitFromItsTexts(boolean inclusive, String format) {
        for (int day = 1; day <= 28; day++) {
            for (String time : List.of("00:00:00Z", "00:00:00.001Z", "23:59:59Z", "23:59:59.500Z", "23:59:59.999Z")) {
                records.add(Instant.parse("2024-02-%02dT%s".formatted(day, time)));
            }
        }
        startInclusive = inclusive;
        for (int hours : List.of(49, 72, 168)) {
            written.clear();
            WorkPlan plan = prepared(hours, inclusive, format).plan(null, NOW, 1000);
            for (WorkUnit unit : plan.next()) {
                WindowedStrategy other = prepared(hours, inclusive, format);
                int before = requests.size();
                plan.done(unit, fetch(other, new WorkUnit(unit.first(), unit.last())));
                requests.subList(before, requests.size()).forEach(each -> assertThat(
                                Duration.between(time(each.get("windowStart")), time(each.get("windowEnd"))))
                        .isLessThanOrEqualTo(Duration.ofHours(hours)));
            }
            assertThat(written).as("%d h", hours).containsAll(records);
            assertThat(Objects.requireNonNull(plan.state())
                            .path("last_timestamp")
                            .asText())
                    .isEqualTo("2024-02-28T23:59:59.999Z");
        }
    }

    @Test
    void cursorsThatAreNumbersAreReadFromTheTextsToo() {
        WindowedStrategy strategy = timestamp("30d");
        strategy.setCursorType("epoch-seconds");
        strategy.setInitialCursor("1700000000");
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("last_timestamp", 1_704_067_200);
        List<WorkUnit> units = strategy.plan(state, NOW, 1000).next();
        assertThat(units.subList(0, 3))
                .extracting(WorkUnit::toString)
                .containsExactly(
                        "{\"last_timestamp\":1704067200} to 1706659199",
                        "1706659199 to 1709251198",
                        "1709251198 to 1711843197");
        assertThat(strategy.range(units.get(1), NOW).next().values())
                .containsEntry("windowStart", "1706659198")
                .containsEntry("windowEnd", "1709251198");
    }

    @Test
    void onlyAWindowDividesASync() {
        assertThat(timestamp("7d").isDivided()).isTrue();
        assertThat(new ReplayStrategy().isDivided()).isFalse();
    }

    @Test
    void aUnitThatWasNotHandedOutIsRefused() {
        WorkPlan plan = plan(timestamp("30d"), "2024-01-01T00:00:00Z");
        WorkUnit unit = plan.next().get(0);
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        plan.done(unit, found);
        assertThatThrownBy(() -> plan.done(unit, found)).hasMessageContaining("never handed out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"last_timestamp\":", "yesterday"})
    void textsThatAreNotWindowsAreRefused(String first) {
        assertThatThrownBy(() -> timestamp("30d").range(new WorkUnit(first, "now"), NOW))
                .hasMessageContaining(first);
    }

    private static WorkPlan plan(WindowedStrategy strategy, String stored) {
        return strategy.plan(strategy.stateAt(stored, null), NOW, 1000);
    }

    private static WindowedStrategy prepared(int hours, boolean inclusive, String format) {
        WindowedStrategy strategy = timestamp(hours + "h");
        strategy.setInitialCursor("2024-01-30T00:00:00Z");
        strategy.setBoundary(inclusive ? "inclusive" : "exclusive");
        strategy.setCursorFormat(format);
        return strategy;
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

    private static List<Instant> days(String... times) {
        return List.of(times).stream().map(Instant::parse).toList();
    }

    private ObjectNode fetch(WindowedStrategy strategy, WorkUnit unit) {
        Paging paging = strategy.range(unit, NOW);
        while (paging.hasNext()) {
            respond(paging);
        }
        return Objects.requireNonNull(paging.end());
    }

    private List<Map<String, @Nullable Object>> respond(Paging paging) {
        Map<String, String> values = paging.next().values();
        requests.add(values);
        assertThat(requests).hasSizeLessThan(1000);
        Instant from = time(values.get("windowStart"));
        Instant to = time(values.get("windowEnd"));
        List<Instant> found = records.stream()
                .sorted()
                .filter(each -> each.isAfter(from) || (startInclusive && each.equals(from)))
                .filter(each -> each.isBefore(to))
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .toList();
        written.addAll(found);
        List<Map<String, @Nullable Object>> page = found.stream()
                .map(each -> Map.<String, @Nullable Object>of("updatedAt", each.toString()))
                .toList();
        page.forEach(paging::see);
        paging.respondedAt(date);
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
