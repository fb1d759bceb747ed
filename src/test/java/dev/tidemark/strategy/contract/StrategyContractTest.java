package dev.tidemark.strategy.contract;

import dev.tidemark.strategy.contract.ListApi.Order;
import dev.tidemark.strategy.contract.ListApi.Total;
import dev.tidemark.strategy.contract.ListApi.Way;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/**
 * What every strategy promises, whatever happens to the source and to the program: once the source is quiet and one more
 * sync has run, the table has what the source has; the state is never ahead of the rows and never goes back; a sync asks a
 * bounded number of times, and fails only where the API leaves no way on. {@link Play} checks it all, step by step.
 *
 * <p>Each trial makes an API of the kind with habits of its own, and a history of inserts, changes, deletes, late commits,
 * bad cursors, failing requests and crashes between any two steps. {@code ./mvnw verify -Ptorture} tries many more.
 */
@Tag("histories")
class StrategyContractTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void timestamp(@ForAll("histories") History history) {
        play(history, (source, choices) -> {
            Source ticking = new Source(source.clock(), choices.among(1, 30, 60, 18_000));
            return new TimestampApi(ticking, timestampHabits(choices, false, ticking.clock()));
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void replay(@ForAll("histories") History history) {
        play(history, (source, choices) -> {
            Source ticking = new Source(choices.among(Clock.TIMESTAMP, Clock.EPOCH_SECONDS), choices.among(1, 30, 60));
            return new TimestampApi(ticking, timestampHabits(choices, true, ticking.clock()));
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keysetByToken(@ForAll("histories") History history) {
        playList(history, Way.TOKEN_BY_KEY, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keysetByATokenThatPassesOverTies(@ForAll("histories") History history) {
        playList(history, Way.LOSSY_TOKEN, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keysetByATokenThatIsAPageNumber(@ForAll("histories") History history) {
        playList(history, Way.TOKEN_BY_PAGE, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keysetInAnotherOrder(@ForAll("histories") History history) {
        playList(history, Way.TOKEN_BY_KEY, Order.NEWEST_FIRST, Order.BY_ID);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keysetByCondition(@ForAll("histories") History history) {
        playList(history, Way.CONDITION, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void offset(@ForAll("histories") History history) {
        playList(history, Way.OFFSET, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void offsetInAnotherOrder(@ForAll("histories") History history) {
        playList(history, Way.OFFSET, Order.NEWEST_FIRST, Order.BY_ID);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void pageNumber(@ForAll("histories") History history) {
        playList(history, Way.PAGE_NUMBER, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void pageNumberInAnotherOrder(@ForAll("histories") History history) {
        playList(history, Way.PAGE_NUMBER, Order.NEWEST_FIRST, Order.BY_ID);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nextUrl(@ForAll("histories") History history) {
        playList(history, Way.LINK_BY_PAGE, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nextUrlByKey(@ForAll("histories") History history) {
        playList(history, Way.LINK_BY_KEY, Order.values());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nextUrlInAnotherOrder(@ForAll("histories") History history) {
        playList(history, Way.LINK_BY_PAGE, Order.NEWEST_FIRST, Order.BY_ID);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nextUrlThatStandsWhereTheClientDoesNotLook(@ForAll("histories") History history) {
        playElsewhere(history, Way.LINK_BY_PAGE, Way.LINK_BY_KEY);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keysetWhoseTokenStandsWhereTheClientDoesNotLook(@ForAll("histories") History history) {
        playElsewhere(history, Way.TOKEN_BY_PAGE, Way.TOKEN_BY_KEY);
    }

    /** Found by chance: an empty first page, counted as one of more, and then records before those of the second. */
    @Example
    void pageNumberWhoseFirstPageFillsWhenItHasBeenRead() {
        History history = new History(
                List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(0, 0, 12, 24, 16));
        playList(history, Way.PAGE_NUMBER, Order.ASCENDING);
    }

    /** Found by chance: a tie shrinks between two pages, and the first record after it is pushed off the second. */
    @Example
    void nextUrlWhoseTieShrinksBetweenTwoPages() {
        List<Integer> script = new ArrayList<>(Collections.nCopies(33, 0));
        script.set(21, 822);
        script.set(31, 17);
        script.set(32, 723);
        History history =
                new History(List.of(0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 1, 1, 145, 1, 0, 0, 0, 0, 0, 0, 0), script);
        playList(history, Way.LINK_BY_PAGE, Order.ASCENDING);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void stepSize(@ForAll("histories") History history) {
        play(history, (source, choices) -> new StepApi(source, stepHabits(choices)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keyBased(@ForAll("histories") History history) {
        play(history, (source, choices) -> new TableApi(source, tableHabits(choices, source)));
    }

    @Provide
    Arbitrary<History> histories() {
        return Combinators.combine(
                        Arbitraries.integers()
                                .between(0, History.LARGEST)
                                .list()
                                .ofSize(24),
                        Arbitraries.integers()
                                .between(0, History.LARGEST)
                                .list()
                                .ofMaxSize(60))
                .as(History::new);
    }

    private static void playList(History history, Way way, Order... orders) {
        play(history, (source, choices) -> new ListApi(source, listHabits(choices, way, orders)));
    }

    /** A list that is cut, in order, whose link or token stands where the client does not look. */
    private static void playElsewhere(History history, Way... ways) {
        play(history, (source, choices) -> {
            int limit = 10 + choices.of(10);
            return new ListApi(
                    source,
                    new ListApi.Habits(
                            choices.among(ways),
                            Order.ASCENDING,
                            true,
                            choices.oneIn(2),
                            limit,
                            limit,
                            false,
                            false,
                            false,
                            choices.oneIn(6),
                            false,
                            Total.HONEST,
                            choices.oneIn(2),
                            true));
        });
    }

    private static void play(History history, BiFunction<Source, Choices, Api> kind) {
        Choices choices = history.choices();
        Api api = kind.apply(new Source(choices.among(Clock.values()), choices.among(60, 1)), choices);
        Play play = new Play(api, history, 1 + choices.of(6));
        fill(api, choices);
        try {
            play.run();
        } catch (AssertionError e) {
            throw new AssertionError(api + ": " + e.getMessage(), e);
        }
        Statistics.label("syncs that failed").collect(Math.min(play.failures(), 2));
    }

    /** The records that are there before the first sync. */
    private static void fill(Api api, Choices choices) {
        int changes = choices.of(40);
        Random random = new Random(choices.of(History.LARGEST));
        for (int i = 0; i < changes; i++) {
            api.source().tick(random.nextInt(3));
            api.happen(random.nextInt(4) == 0 ? Change.UPDATE : Change.INSERT, random.nextInt(History.LARGEST));
        }
    }

    private static TimestampApi.Habits timestampHabits(Choices choices, boolean replay, Clock clock) {
        boolean inclusive = choices.oneIn(2);
        Integer cap = choices.oneIn(2) ? 2 + choices.of(11) : null;
        boolean isFormatted = choices.oneIn(3) && clock != Clock.NUMBER;
        String format = isFormatted ? choices.among("yyyy-MM-dd", "epoch-seconds", "yyyy-MM-dd HH:mm:ssX") : "";
        TimestampApi.Order order =
                choices.oneIn(3) ? choices.among(TimestampApi.Order.values()) : TimestampApi.Order.ASCENDING;
        return new TimestampApi.Habits(replay, inclusive, cap, order, choices.oneIn(4), !choices.oneIn(10), format);
    }

    private static ListApi.Habits listHabits(Choices choices, Way way, Order... orders) {
        Order order = choices.among(orders);
        boolean byPage = way == Way.PAGE_NUMBER || way == Way.LINK_BY_PAGE;
        boolean condition = way == Way.CONDITION;
        boolean lossy = way == Way.LOSSY_TOKEN;
        boolean filtered = condition || lossy || !choices.oneIn(6);
        boolean inclusive = choices.oneIn(2);
        int limit = (lossy ? 10 : way.isToken() ? 4 : 2) + choices.of(24);
        int cap = choices.oneIn(4) && !lossy ? 2 + choices.of(4) : limit;
        boolean shortPages = (byPage || way == Way.OFFSET) && choices.oneIn(3);
        boolean repeatsLast = way == Way.PAGE_NUMBER && !shortPages && choices.oneIn(4);
        boolean answersUnusable = !condition && choices.oneIn(3);
        boolean twice = choices.oneIn(6) && !condition;
        boolean shuffled = !condition && !lossy && way != Way.OFFSET && choices.oneIn(6);
        Total total = choices.among(Total.values());
        return new ListApi.Habits(
                way,
                order,
                filtered,
                inclusive,
                limit,
                cap,
                shortPages,
                repeatsLast,
                answersUnusable,
                twice,
                shuffled,
                total,
                order == Order.ASCENDING && !shuffled && choices.oneIn(2),
                false);
    }

    private static StepApi.Habits stepHabits(Choices choices) {
        BigInteger before = choices.among(
                BigInteger.ZERO,
                BigInteger.TWO.pow(31).subtract(BigInteger.TEN),
                BigInteger.TWO.pow(63).subtract(BigInteger.TEN),
                BigInteger.TEN.pow(30));
        return new StepApi.Habits(before, choices.oneIn(2), 1 + choices.of(8), 1 + choices.of(4), choices.oneIn(3));
    }

    private static TableApi.Habits tableHabits(Choices choices, Source source) {
        int pageSize = 1 + choices.of(6);
        boolean composite = choices.oneIn(2);
        return new TableApi.Habits(pageSize, composite, source.clock().hasFuture() ? choices.of(4) : 0);
    }
}
