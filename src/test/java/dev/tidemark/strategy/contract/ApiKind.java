package dev.tidemark.strategy.contract;

import dev.tidemark.strategy.contract.ListApi.Way;
import dev.tidemark.strategy.contract.Listing.Order;
import dev.tidemark.strategy.contract.Listing.Twice;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import java.util.function.BiFunction;

/** The kinds of APIs that the strategies are tried with. One of a kind has habits of its own, by choice. */
enum ApiKind {
    TIMESTAMP((source, choices) -> {
        Source ticking = new Source(source.clock(), choices.among(1, 30, 60, 18_000));
        return timestamp(ticking, timestampHabits(choices, false, ticking.clock()));
    }),
    REPLAY((source, choices) -> {
        Source ticking = new Source(choices.among(Clock.TIMESTAMP, Clock.EPOCH_SECONDS), choices.among(1, 30, 60));
        return timestamp(ticking, timestampHabits(choices, true, ticking.clock()));
    }),
    WINDOWS(windows(false)),
    REPLAY_BY_WINDOWS(windows(true)),
    KEYSET_BY_TOKEN(list(Way.TOKEN_BY_KEY, Order.ASCENDING)),
    KEYSET_BY_A_TOKEN_THAT_PASSES_OVER_TIES(list(Way.LOSSY_TOKEN, Order.ASCENDING)),
    KEYSET_BY_A_TOKEN_THAT_IS_A_PAGE_NUMBER(list(Way.TOKEN_BY_PAGE, Order.ASCENDING)),
    KEYSET_IN_ANOTHER_ORDER(list(Way.TOKEN_BY_KEY, Order.NEWEST_FIRST, Order.BY_ID)),
    KEYSET_BY_CONDITION(list(Way.CONDITION, Order.ASCENDING)),
    OFFSET(list(Way.OFFSET, Order.ASCENDING)),
    OFFSET_IN_ANOTHER_ORDER(list(Way.OFFSET, Order.NEWEST_FIRST, Order.BY_ID)),
    PAGE_NUMBER(list(Way.PAGE_NUMBER, Order.ASCENDING)),
    PAGE_NUMBER_IN_ANOTHER_ORDER(list(Way.PAGE_NUMBER, Order.NEWEST_FIRST, Order.BY_ID)),
    NEXT_URL(list(Way.LINK_BY_PAGE, Order.ASCENDING)),
    NEXT_URL_BY_KEY(list(Way.LINK_BY_KEY, Order.ASCENDING, Order.NEWEST_FIRST, Order.BY_ID)),
    NEXT_URL_IN_ANOTHER_ORDER(list(Way.LINK_BY_PAGE, Order.NEWEST_FIRST, Order.BY_ID)),
    NEXT_URL_IN_A_PLACE_THAT_THE_CLIENT_DOES_NOT_READ(elsewhere(Way.LINK_BY_PAGE, Way.LINK_BY_KEY)),
    KEYSET_TOKEN_IN_A_PLACE_THAT_THE_CLIENT_DOES_NOT_READ(elsewhere(Way.TOKEN_BY_PAGE, Way.TOKEN_BY_KEY)),
    NEXT_URL_NEWEST_FIRST(newestFirst(Way.LINK_BY_PAGE, Way.LINK_BY_KEY)),
    KEYSET_NEWEST_FIRST(newestFirst(Way.TOKEN_BY_KEY, Way.TOKEN_BY_PAGE, Way.CONDITION)),
    OFFSET_WITHOUT_TIE_BREAK(withoutTieBreak(Way.OFFSET)),
    PAGE_NUMBER_WITHOUT_TIE_BREAK(withoutTieBreak(Way.PAGE_NUMBER)),
    NEXT_URL_WITHOUT_TIE_BREAK(withoutTieBreak(Way.LINK_BY_PAGE)),
    KEYSET_BY_PAGE_TOKEN_WITHOUT_TIE_BREAK(withoutTieBreak(Way.TOKEN_BY_PAGE)),
    STEP_SIZE((source, choices) -> new StepApi(source, stepHabits(choices))),
    KEY_BASED((source, choices) -> new TableApi(source, tableHabits(choices, source)));

    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<Source, Choices, Api> kind;

    ApiKind(BiFunction<Source, Choices, Api> kind) {
        this.kind = kind;
    }

    /** One of this kind, over an empty source. */
    Api make(Choices choices) {
        return kind.apply(new Source(choices.among(Clock.values()), choices.among(60, 1)), choices);
    }

    /** Makes the records that are there before the first sync. */
    static void fill(Api api, Choices choices) {
        int changes = choices.of(40);
        Random random = new Random(choices.of(History.LARGEST));
        for (int i = 0; i < changes; i++) {
            api.source().tick(random.nextInt(3) * api.apart());
            api.happen(random.nextInt(4) == 0 ? Change.UPDATE : Change.INSERT, random.nextInt(History.LARGEST));
        }
    }

    private static BiFunction<Source, Choices, Api> list(Way way, Order... orders) {
        return (source, choices) -> list(source, listHabits(choices, way, orders));
    }

    private static Api list(Source source, ListApi.Habits habits) {
        return new ListApi(suited(source, habits.filter()), habits);
    }

    private static Api timestamp(Source source, TimestampApi.Habits habits) {
        return new TimestampApi(suited(source, habits.filter()), habits);
    }

    /** What a generous filter lets pass shows where edits lie next to each other. */
    private static Source suited(Source source, Filter filter) {
        return filter.generous() == 0 ? source : Source.inUnits(source.clock());
    }

    /** A list that begins with the newest, and that the source says to be so. */
    private static BiFunction<Source, Choices, Api> newestFirst(Way... ways) {
        return (source, choices) -> {
            Way way = choices.among(ways);
            boolean pinned = way.isByPlace() && choices.later().oneIn(8);
            ListApi.Habits habits = listHabits(choices, way, pinned ? Order.PINNED_FIRST : Order.NEWEST_FIRST);
            return list(
                    source,
                    new ListApi.Habits(
                            way,
                            new Filter(
                                    choices.oneIn(4),
                                    habits.filter().inclusive(),
                                    habits.filter().passesUnusable(),
                                    0,
                                    0),
                            Listing.plain(habits.listing().order()),
                            habits.limit(),
                            habits.cap(),
                            habits.shortPages(),
                            false,
                            false,
                            Total.MISSING,
                            true,
                            false));
        };
    }

    /** A list by the cursor alone, so that its pages overlap and skip within ties. */
    private static BiFunction<Source, Choices, Api> withoutTieBreak(Way way) {
        return (source, choices) -> {
            Ties ties = choices.later().among(Ties.FIXED, Ties.SHIFTING);
            ListApi.Habits habits = listHabits(choices, way, Order.ASCENDING, Order.NEWEST_FIRST);
            Listing listing = new Listing(habits.listing().order(), ties, Twice.NO);
            return list(
                    source,
                    new ListApi.Habits(
                            way,
                            habits.filter(),
                            listing,
                            habits.limit(),
                            habits.cap(),
                            false,
                            // A repeated last page cannot be distinguished from one that is identical by chance.
                            false,
                            habits.shuffled(),
                            habits.total(),
                            habits.declared(),
                            false));
        };
    }

    /** A list that is cut, in order, whose link or token is in a place that the client does not read. */
    private static BiFunction<Source, Choices, Api> elsewhere(Way... ways) {
        return (source, choices) -> {
            int limit = 10 + choices.of(10);
            Way way = choices.among(ways);
            Filter filter = Filter.plain(choices.oneIn(2));
            Twice twice = choices.oneIn(6) ? Twice.ADJACENT : Twice.NO;
            boolean declared = choices.oneIn(2);
            return new ListApi(
                    source,
                    new ListApi.Habits(
                            way,
                            filter,
                            new Listing(Order.ASCENDING, Ties.BY_ID, twice),
                            limit,
                            limit,
                            false,
                            false,
                            false,
                            Total.HONEST,
                            declared,
                            true));
        };
    }

    private static TimestampApi.Habits timestampHabits(Choices choices, boolean replay, Clock clock) {
        boolean inclusive = choices.oneIn(2);
        Integer cap = choices.oneIn(2) ? 2 + choices.of(11) : null;
        boolean isFormatted = choices.oneIn(3) && clock != Clock.NUMBER;
        String format = isFormatted ? choices.among("yyyy-MM-dd", "epoch-seconds", "yyyy-MM-dd HH:mm:ssX") : "";
        TimestampApi.Order order =
                choices.oneIn(3) ? choices.among(TimestampApi.Order.values()) : TimestampApi.Order.ASCENDING;
        boolean passesUnusable = choices.oneIn(4);
        boolean honoured = !choices.oneIn(10);
        Filter filter = new Filter(honoured, inclusive, passesUnusable, generous(choices.later()), 0);
        return new TimestampApi.Habits(replay, filter, cap, order, format, null);
    }

    private static BiFunction<Source, Choices, Api> windows(boolean replay) {
        return (source, choices) -> {
            Source ticking = new Source(choices.among(Clock.TIMESTAMP, Clock.EPOCH_SECONDS), choices.among(1, 30, 60));
            TimestampApi.Habits habits = timestampHabits(choices, replay, ticking.clock());
            boolean days = habits.format().equals("yyyy-MM-dd");
            Duration longest = Duration.ofHours(days ? 72 : choices.later().among(6, 1, 24, 100));
            Filter filter = habits.filter();
            return timestamp(
                    ticking,
                    new TimestampApi.Habits(
                            replay,
                            new Filter(
                                    true,
                                    filter.inclusive(),
                                    filter.passesUnusable(),
                                    filter.generous(),
                                    filter.ahead()),
                            habits.cap(),
                            habits.order(),
                            habits.format(),
                            new TimestampApi.Span(
                                    longest,
                                    choices.later().oneIn(2),
                                    !choices.later().oneIn(4),
                                    choices.later().oneIn(2),
                                    choices.later().among(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(2)))));
        };
    }

    private static ListApi.Habits listHabits(Choices choices, Way way, Order... orders) {
        Order order = choices.among(orders);
        boolean byPage = way == Way.PAGE_NUMBER || way == Way.LINK_BY_PAGE;
        boolean condition = way == Way.CONDITION;
        boolean lossy = way == Way.LOSSY_TOKEN;
        boolean honoured = condition || lossy || !choices.oneIn(6);
        boolean inclusive = choices.oneIn(2);
        int limit = (lossy ? 10 : way.isToken() ? 4 : 2) + choices.of(24);
        int cap = choices.oneIn(4) && !lossy ? 2 + choices.of(4) : limit;
        boolean shortPages = (byPage || way == Way.OFFSET) && choices.oneIn(3);
        boolean repeatsLast = way == Way.PAGE_NUMBER && !shortPages && choices.oneIn(4);
        boolean passesUnusable = !condition && choices.oneIn(3);
        boolean twice = choices.oneIn(6) && !condition;
        boolean shuffled = !condition && !lossy && way != Way.OFFSET && choices.oneIn(6);
        Total total = choices.among(Total.HONEST, Total.MISSING, Total.TOO_LOW, Total.TOO_HIGH, Total.CHANGING);
        boolean declared = order == Order.ASCENDING && !shuffled && choices.oneIn(2);
        Choices later = choices.later();
        int generous = generous(later);
        boolean apart = later.oneIn(2) && twice && way.isByPlace();
        total = later.oneIn(4) ? oddTotal(later, way) : total;
        return new ListApi.Habits(
                way,
                new Filter(honoured, inclusive, passesUnusable, generous, 0),
                new Listing(order, Ties.BY_ID, apart ? Twice.APART : twice ? Twice.ADJACENT : Twice.NO),
                limit,
                cap,
                // With pages of changing sizes, a record that is listed twice comes on one page now and on two then.
                shortPages && !(way == Way.OFFSET && twice),
                repeatsLast,
                shuffled,
                total,
                declared && !apart,
                false);
    }

    /** A number of pages that is text ends a sync. */
    private static Total oddTotal(Choices choices, Way way) {
        return way == Way.OFFSET
                ? choices.among(Total.CAPPED, Total.NEGATIVE, Total.TEXT)
                : choices.among(Total.CAPPED, Total.NEGATIVE);
    }

    private static int generous(Choices choices) {
        return choices.among(0, 0, 0, 0, 1, 2);
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
