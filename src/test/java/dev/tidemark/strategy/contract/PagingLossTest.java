package dev.tidemark.strategy.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.strategy.CursorStrategy;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.TimestampStrategy;
import dev.tidemark.strategy.contract.ListApi.Way;
import dev.tidemark.strategy.contract.Listing.Order;
import dev.tidemark.strategy.list.KeysetStrategy;
import dev.tidemark.strategy.list.NextUrlStrategy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How rows get lost by asking for the wrong pages, each loss once: a strategy alone against a model of an API. {@link Play}
 * fails when a row is lost or the state gets ahead of one. What gets lost on the way into a table is in {@code
 * RouteLossTest}; {@link StrategyContractTest} plays histories that nobody thought of.
 */
class PagingLossTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** Of a server that compares with a clock which is half an hour ahead of that of its cursors. */
    private static final Filter AHEAD = new Filter(true, true, false, 0, 1800);

    private final Source source = new Source(Clock.TIMESTAMP, 60);

    @Test
    void aGapInTheIdsIsNotTheirEnd() {
        insert(1, 500);
        insert(3001, 3100);
        Play play = play(steps(1000));

        play.sync();

        play.requireEverything();
        assertThat(play.state()).hasToString("{\"current_id\":3100}");
    }

    @Test
    void aRangeThatWasFilledLaterIsReadAgain() {
        insert(1, 500);
        Play play = play(steps(1000));
        play.sync();
        insert(501, 600);
        insert(1601, 1700);

        play.sync();

        play.requireEverything();
    }

    @Test
    void idsAssignedInAGapWhileLaterRangesAreRequestedAreRead() {
        insert(1, 10);
        Interrupted api = steps(10);
        Play play = play(api);
        api.before(() -> {}, () -> {}, () -> {
            insert(11, 12);
            insert(35, 36);
        });

        play.sync();

        play.requireEverything();
    }

    @Test
    void aTailWhoseRecordsWereDeletedDoesNotHideWhatFollowsIt() {
        insert(1, 3);
        Play play = play(new StepApi(source, new StepApi.Habits(BigInteger.ZERO, false, 1, 1, false)));
        play.sync();
        source.delete(3);
        insert(4, 5);

        play.sync();

        play.requireEverything();
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER", "LINK_BY_PAGE", "TOKEN_BY_PAGE"})
    void aRowThatIsEditedAfterTheFirstPageDoesNotMakeAnotherOneSkipped(Way way) {
        insertEachAMinute(1, 200);
        for (Order order : Order.values()) {
            Interrupted api = list(way, order, 50);
            Play play = play(api);
            api.before(() -> {}, () -> update(1));
            play.sync();

            assertThat(play.sync()).isTrue();

            play.requireEverything();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER", "LINK_BY_PAGE", "TOKEN_BY_PAGE"})
    void aRowOfALargeTieThatIsEditedInBetweenDoesNotMakeAnotherOneSkipped(Way way) {
        insertEachAMinute(1, 30);
        insert(31, 150);
        insertEachAMinute(151, 180);
        Interrupted api = list(way, Order.ASCENDING, 50);
        Play play = play(api);
        api.before(() -> {}, () -> {}, () -> {}, () -> update(31), () -> {}, () -> update(32));

        assertThat(play.sync()).isTrue();

        play.requireEverything();
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER", "LINK_BY_PAGE", "TOKEN_BY_PAGE"})
    void rowsThatLeaveTheirPlaceInAListWithoutAFilterDoNotMakeOthersSkipped(Way way) {
        insertEachAMinute(1, 200);
        Interrupted api = new Interrupted(new ListApi(source, habits(way, Order.ASCENDING, 50, 50, false)));
        Play play = play(api);
        api.before(() -> {}, () -> IntStream.rangeClosed(1, 9).forEach(this::update));

        assertThat(play.sync()).isTrue();

        play.requireEverything();
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER", "LINK_BY_PAGE", "TOKEN_BY_PAGE"})
    void rowsThatAreDeletedAfterTheirPageDoNotMakeOthersSkipped(Way way) {
        insertEachAMinute(1, 200);
        Interrupted api = list(way, Order.NEWEST_FIRST, 50);
        Play play = play(api);
        api.before(() -> {}, () -> IntStream.rangeClosed(192, 200).forEach(source::delete));

        assertThat(play.sync()).isTrue();

        play.requireEverything();
    }

    @Test
    void aListThatShrinksBelowTheRequestedOffsetIsRestarted() {
        insertEachAMinute(1, 100);
        Interrupted api = list(Way.OFFSET, Order.NEWEST_FIRST, 50);
        Play play = play(api);
        api.before(() -> {}, () -> IntStream.rangeClosed(49, 100).forEach(source::delete));

        assertThat(play.sync()).isTrue();

        play.requireEverything();
    }

    @Test
    void aTieAcrossTheEndOfAPageIsReadByATimestamp() {
        insertEachAMinute(1, 90);
        insert(91, 110);
        insertEachAMinute(111, 200);
        for (boolean inclusive : new boolean[] {true, false}) {
            Play play = play(new TimestampApi(source, TimestampApi.Habits.plain(false, Filter.plain(inclusive), 100)));

            assertThat(play.sync()).isTrue();

            play.requireEverything();
        }
    }

    @Test
    void aListThatWasEmptyIsNotTakenForOneInOrderOnceItHasRecords() {
        ListApi.Habits habits = new ListApi.Habits(
                Way.TOKEN_BY_KEY,
                Filter.plain(false),
                Listing.plain(Order.NEWEST_FIRST),
                4,
                4,
                false,
                false,
                false,
                Total.HONEST,
                false,
                false);
        Play play = play(new Interrupted(new ListApi(source, habits)).before(() -> {}, () -> {
            source.put(1);
            source.tick(1);
            insert(2, 16);
        }));

        play.sync();
        play.sync();

        play.requireEverything();
    }

    @Test
    void aWindowThatIsLongerThanAPageIsReplayedToItsEnd() {
        insertEachAMinute(1, 150);
        Play play = play(new TimestampApi(source, TimestampApi.Habits.plain(true, Filter.plain(false), 20)));
        play.sync();
        source.putLate(151, 100);

        play.sync();

        play.requireEverything();
    }

    @Test
    void aTokenOverAListInAnotherOrderMovesTheStateOnlyAtTheEnd() {
        insertEachAMinute(1, 200);
        for (Order order : List.of(Order.NEWEST_FIRST, Order.BY_ID)) {
            Interrupted api = list(Way.TOKEN_BY_KEY, order, 50);
            Play play = play(api);
            update(3);
            api.before(() -> {}, PagingLossTest::breakOff);
            assertThat(play.sync()).isFalse();
            assertThat(play.state()).isNull();

            play.sync();

            play.requireEverything();
        }
    }

    @Test
    void aListThatLooksInOrderForLongAndIsNotMovesNoStateBeforeTheEnd() {
        insertEachAMinute(1, 120);
        update(90);
        for (Way way : List.of(Way.OFFSET, Way.PAGE_NUMBER, Way.LINK_BY_PAGE, Way.TOKEN_BY_KEY)) {
            for (int broken = 1; broken < 5; broken++) {
                Interrupted api = list(way, Order.BY_ID, 50);
                Play play = play(api);
                Runnable[] before = new Runnable[broken + 1];
                Arrays.fill(before, (Runnable) () -> {});
                before[broken] = PagingLossTest::breakOff;
                api.before(before);
                play.sync();

                assertThat(play.sync()).isTrue();

                play.requireEverything();
            }
        }
    }

    @Test
    void olderRecordsAtTheEndOfAListByIdAreRead() {
        for (int id = 1; id <= 200; id++) {
            source.put(id, 1000 + id, false);
        }
        for (int id = 201; id <= 400; id++) {
            source.put(id, id, false);
        }
        source.tick(2000);
        for (Way way : List.of(Way.OFFSET, Way.PAGE_NUMBER, Way.LINK_BY_PAGE, Way.TOKEN_BY_KEY)) {
            Play play = play(list(way, Order.BY_ID, 50));

            assertThat(play.sync()).isTrue();

            play.requireEverything();
        }
    }

    @Test
    void aTieThatFillsTheFirstPagesOfADescendingListProvesNoOrder() {
        insertEachAMinute(1, 20);
        insert(21, 60);
        for (Way way : List.of(Way.OFFSET, Way.PAGE_NUMBER, Way.LINK_BY_PAGE)) {
            Play play = play(list(way, Order.NEWEST_FIRST, 10));

            assertThat(play.sync()).isTrue();

            play.requireEverything();
        }
    }

    @Test
    void aRecordThatIsEditedInItsPlaceBehindTheReaderIsRead() {
        insertEachAMinute(1, 30);
        Interrupted api = list(Way.OFFSET, Order.BY_ID, 10);
        Play play = play(api);
        update(7);
        api.before(() -> {}, () -> {}, () -> update(2), () -> update(30));

        play.sync();
        play.sync();

        play.requireEverything();
    }

    @Test
    void ofAListThatIsReadTwiceTheRecordsAreComparedAndNotTheirIds() {
        insertEachAMinute(1, 30);
        Interrupted api = list(Way.PAGE_NUMBER, Order.BY_ID, 10);
        Play play = play(api);
        update(7);
        Runnable nothing = () -> {};
        api.before(nothing, nothing, nothing, nothing, nothing, nothing, () -> {
            update(2);
            update(30);
        });

        assertThat(play.sync()).isTrue();

        play.requireEverything();
    }

    @ParameterizedTest
    @EnumSource
    void aSyncThatBreaksOffInsideATieReadsItsRest(Way way) {
        insertEachAMinute(1, 5);
        insert(6, 14);
        insertEachAMinute(15, 40);
        for (int requests = 1; requests < 12; requests++) {
            Interrupted api = list(way, Order.ASCENDING, 10);
            Play play = play(api);
            Runnable[] happenings = new Runnable[requests];
            Arrays.fill(happenings, (Runnable) () -> {});
            happenings[requests - 1] = PagingLossTest::breakOff;
            api.before(happenings);
            play.sync();
            api.before();

            assertThat(play.sync()).isTrue();

            play.requireEverything();
        }
    }

    @Test
    void aTokenThatPassesOverTheRestOfATieLargerThanAPageFails() {
        insertEachAMinute(1, 12);
        insert(13, 50);
        insertEachAMinute(51, 70);
        Play play = play(list(Way.LOSSY_TOKEN, Order.ASCENDING, 10));

        assertThat(play.sync()).isFalse();
        assertThat(play.failures()).isEqualTo(1);
    }

    @Test
    void anUpdateOfARecordWithALowerKeyIsReadByAConditionOnCursorAndKey() {
        insertEachAMinute(1, 30);
        Play play = play(list(Way.CONDITION, Order.ASCENDING, 10));
        play.sync();
        source.tick(1);
        update(2);

        play.sync();

        play.requireEverything();
    }

    @Test
    void aLateRowOfATieWithALowerKeyIsReadByTheKeysetCondition() {
        insert(2, 30);
        Interrupted api = list(Way.CONDITION, Order.ASCENDING, 10);
        Play play = play(api);
        api.before(() -> {}, () -> {}, () -> source.put(1), () -> insertEachAMinute(31, 60));

        play.sync();

        play.requireEverything();
    }

    @Test
    void nothingIsStoredBeforeItsRows() {
        insertEachAMinute(1, 30);
        for (Way way : Way.values()) {
            Paging paging = list(way, Order.ASCENDING, 10).strategy().begin(null, NOW);
            paging.next();
            source.items().stream().limit(10).forEach(item -> paging.see(item.row()));

            assertThat(paging.stateAfter(List.of(), Map.of("updatedAt", "2024-01-15T10:00:00Z")))
                    .as("%s", way)
                    .isNull();
        }
    }

    @Test
    void anEditOfTheLastRowReadDoesNotHideTheOthersThatShareItsCursor() {
        insert(1, 5);
        Play play = play(list(Way.OFFSET, Order.ASCENDING, 10));
        play.sync();
        insert(6, 8);
        update(5);

        play.sync();

        play.requireEverything();
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatComesLateIntoATieIsReadWhateverTheWay(Way way) {
        insertEachAMinute(1, 12);
        Play play = play(list(way, Order.ASCENDING, 10));
        play.sync();
        source.put(13);
        source.put(5);

        play.sync();

        play.requireEverything();
    }

    @Test
    void betweenTwoSyncsThereIsNoRoomForAFractionOfASecond() {
        List<String> asked = asked(new TimestampStrategy(), "2024-01-15T23:59:59Z", "2024-01-15T23:59:59.500Z");

        assertThat(asked).containsExactly("0001-01-01T00:00:00Z", "2024-01-15T23:59:59.499Z");
    }

    @Test
    void aFormatByDayReadsTheDayAgainAndNotAllOfHistory() {
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setCursorFormat("yyyy-MM-dd");
        strategy.setBoundary("inclusive");

        List<String> asked = asked(strategy, "2024-01-15T23:59:59Z");

        assertThat(asked).endsWith("2024-01-15");
    }

    @ParameterizedTest
    @EnumSource
    void aRecordOfTheFutureNeitherMovesTheStateNorEndsTheSyncs(Way way) {
        insertEachAMinute(1, 12);
        source.spoil(6, 0);
        Play play = play(list(way, Order.ASCENDING, 10));
        play.sync();
        insertEachAMinute(13, 15);

        assertThat(play.sync()).isTrue();

        play.requireEverything();
        assertThat(String.valueOf(play.state())).contains("2024-01-15").doesNotContain("2999");
    }

    @Test
    void anIgnoredRecordOfTheFutureDoesNotFailTheSync() {
        source.put(1);
        source.spoil(2, 0);
        for (Way way : Way.values()) {
            Play play = play(list(way, Order.ASCENDING, 2));
            play.sync();
            source.delete(1);

            assertThat(play.sync()).as("%s", way).isTrue();
            source.put(1);
        }
    }

    @Test
    void aStoredCursorOfTheFutureIsRefusedWithTheRemedy() {
        var state = JdbcStateRepository.parse("{\"last_timestamp\":\"2999-01-01T00:00:00Z\"}");

        assertThatThrownBy(() -> new TimestampStrategy().begin(state, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2999-01-01T00:00:00Z", "state rewind", "state reset");
    }

    @Test
    void theLaterInstantWinsWhateverItsTextSays() {
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setBoundary("inclusive");

        assertThat(asked(strategy, "2024-01-15T09:30:00Z", "2024-01-15T10:00:00+02:00"))
                .endsWith("2024-01-15T09:30:00Z");
    }

    @Test
    void noDigitOfACursorIsLost() {
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setBoundary("inclusive");

        assertThat(asked(strategy, "2024-01-15T10:00:00.123456789Z")).endsWith("2024-01-15T10:00:00.123456789Z");
    }

    @ParameterizedTest
    @EnumSource
    void aStateStaysSmallHoweverManyRecordsShareItsCursor(Way way) {
        insert(1, 3000);
        Play play = play(list(way, Order.ASCENDING, 5000));

        play.sync();

        assertThat(String.valueOf(play.state())).hasSizeBetween(30, 120);
    }

    @ParameterizedTest
    @EnumSource
    void aSyncThatFindsNothingKeepsTheCursor(Way way) {
        insertEachAMinute(1, 12);
        Play play = play(list(way, Order.ASCENDING, 10));
        play.sync();
        long reached = list(way, Order.ASCENDING, 10).reached(Objects.requireNonNull(play.state()));
        List.copyOf(source.items()).forEach(item -> source.delete(item.id()));

        assertThat(play.sync()).isTrue();

        assertThat(list(way, Order.ASCENDING, 10).reached(Objects.requireNonNull(play.state())))
                .isEqualTo(reached);
    }

    @Test
    void aListWithoutAFilterThatIsEmptyNowDoesNotPutTheStateBack() {
        insertEachAMinute(1, 12);
        Play play = play(new ListApi(source, habits(Way.OFFSET, Order.BY_ID, 10, 10, false)));
        play.sync();
        String state = String.valueOf(play.state());
        List.copyOf(source.items()).forEach(item -> source.delete(item.id()));

        play.sync();

        assertThat(String.valueOf(play.state()))
                .isEqualTo(state.replace("\"offset\":12", "\"offset\":0"))
                .isNotEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER"})
    void aServerThatReturnsFewerThanRequestedDoesNotEndTheList(Way way) {
        insertEachAMinute(1, 200);
        for (Order order : Order.values()) {
            for (boolean filtered : new boolean[] {true, false}) {
                Play play = play(new ListApi(source, habits(way, order, 50, 20, filtered)));

                assertThat(play.sync()).isTrue();

                play.requireEverything();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListWhoseFilterRunsAheadOfItsCursorsIsReadToItsEnd(Way way) {
        insertAnHourApart(1, 5);

        requireTwoSyncs(new ListApi(source, ahead(way, 10)));
    }

    @ParameterizedTest
    @EnumSource
    void aListWhoseFilterRunsAheadOfItsNewestRecordsIsReadToItsEnd(Way way) {
        insertAnHourApart(1, 4);
        insertEachAMinute(5, 5);

        requireTwoSyncs(new ListApi(source, ahead(way, 10)));
    }

    @Test
    void aTimestampFilterThatRunsAheadOfItsCursorsIsReadToItsEnd() {
        insertAnHourApart(1, 5);
        for (boolean replay : new boolean[] {false, true}) {
            requireTwoSyncs(new TimestampApi(source, TimestampApi.Habits.plain(replay, AHEAD, 10)));
        }
    }

    @Test
    void aTimestampFilterThatRunsAheadOfItsNewestRecordsIsReadToItsEnd() {
        insertAnHourApart(1, 4);
        insertEachAMinute(5, 5);
        for (boolean replay : new boolean[] {false, true}) {
            requireTwoSyncs(new TimestampApi(source, TimestampApi.Habits.plain(replay, AHEAD, 10)));
        }
    }

    /** The second page cannot be asked for by cursor: a sync that cannot read it otherwise must fail. */
    @ParameterizedTest
    @EnumSource
    void aPageThatAFilterRunningAheadHidesDoesNotEndWell(Way way) {
        insertAnHourApart(1, 12);
        insertEachAMinute(13, 13);
        for (Api api : List.of(
                new ListApi(source, ahead(way, 12)),
                new TimestampApi(source, TimestampApi.Habits.plain(false, AHEAD, 12)))) {
            Play play = play(api);

            if (play.sync()) {
                play.requireEverything();
            }
        }
    }

    private void requireTwoSyncs(Api api) {
        Play play = play(api);

        assertThat(play.sync()).as(play.failure()).isTrue();
        assertThat(play.sync()).as(play.failure()).isTrue();

        play.requireEverything();
    }

    @Test
    void aTokenThatComesAgainIsAnError() {
        Paging paging = new KeysetStrategy().begin(null, NOW);
        page(paging, "t1", 1, 2);
        assertThatThrownBy(() -> page(paging, "t1", 3, 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token for the second time");
    }

    @Test
    void theSameTokenOnAnEmptyPageIsTheEnd() {
        Paging paging = new KeysetStrategy().begin(null, NOW);
        page(paging, "t1", 1, 2);
        page(paging, "t1");
        page(paging, "t1", 1, 2);
        for (int i = 0; i < 9 && paging.hasNext(); i++) {
            PageRequest request = paging.next();
            respond(paging, "t1", request.isContinuation() ? new int[0] : new int[] {1, 2});
        }
        assertThat(paging.hasNext()).isFalse();
        assertThat(String.valueOf(paging.end())).contains("2024-01-15T10:00:02Z");
    }

    @Test
    void linksThatGoInACircleAreAnError() {
        Paging paging = new NextUrlStrategy().begin(null, NOW);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        page(paging, "/users?page=" + i % 3, i);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("link for the second time");
    }

    private static void page(Paging paging, String pageInfo, int... seconds) {
        paging.next();
        respond(paging, pageInfo, seconds);
    }

    private static void respond(Paging paging, String pageInfo, int... seconds) {
        for (int second : seconds) {
            paging.see(Map.of("id", second, "updatedAt", String.format("2024-01-15T10:00:%02dZ", second)));
        }
        paging.pageRead(pageInfo);
    }

    /** The cursors of two requests: the response to the first has records with these cursors. */
    private static List<String> asked(CursorStrategy strategy, String... cursors) {
        Paging paging = strategy.begin(null, NOW);
        List<String> asked = new ArrayList<>();
        asked.add(String.valueOf(paging.next().values().get("cursor")));
        for (String cursor : cursors) {
            paging.see(Map.of("updatedAt", cursor));
        }
        paging.pageRead(null);
        asked.add(String.valueOf(paging.next().values().get("cursor")));
        return asked;
    }

    private void insert(int first, int last) {
        source.tick(1);
        for (int id = first; id <= last; id++) {
            source.put(id);
        }
    }

    private void insertEachAMinute(int first, int last) {
        for (int id = first; id <= last; id++) {
            source.tick(1);
            source.put(id);
        }
    }

    private void insertAnHourApart(int first, int last) {
        for (int id = first; id <= last; id++) {
            source.tick(60);
            source.put(id);
        }
    }

    private void update(int id) {
        source.tick(1);
        source.put(id);
    }

    private static void breakOff() {
        throw new Play.BrokenOff();
    }

    private Play play(Api api) {
        return new Play(api, new History(List.of(), List.of()), new ModelRunner(api, 7));
    }

    private Interrupted steps(int stepSize) {
        return new Interrupted(new StepApi(source, new StepApi.Habits(BigInteger.ZERO, false, stepSize, 10, false)));
    }

    private Interrupted list(Way way, Order order, int pageSize) {
        return new Interrupted(new ListApi(source, habits(way, order, pageSize, pageSize, true)));
    }

    private static ListApi.Habits ahead(Way way, int limit) {
        return ListApi.Habits.plain(way, AHEAD, Listing.plain(Order.ASCENDING), limit);
    }

    private static ListApi.Habits habits(Way way, Order order, int limit, int cap, boolean filtered) {
        Filter filter = new Filter(filtered, true, false, 0, 0);
        boolean declared = order == Order.ASCENDING;
        return new ListApi.Habits(
                way, filter, Listing.plain(order), limit, cap, false, false, false, Total.MISSING, declared, false);
    }
}
