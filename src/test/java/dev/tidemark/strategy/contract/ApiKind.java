package dev.tidemark.strategy.contract;

import dev.tidemark.strategy.contract.ListApi.Order;
import dev.tidemark.strategy.contract.ListApi.Total;
import dev.tidemark.strategy.contract.ListApi.Way;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.BiFunction;

/** The kinds of APIs that the strategies are tried with. One of a kind has habits of its own, by choice. */
enum ApiKind {
    TIMESTAMP((source, choices) -> {
        Source ticking = new Source(source.clock(), choices.among(1, 30, 60, 18_000));
        return new TimestampApi(ticking, timestampHabits(choices, false, ticking.clock()));
    }),
    REPLAY((source, choices) -> {
        Source ticking = new Source(choices.among(Clock.TIMESTAMP, Clock.EPOCH_SECONDS), choices.among(1, 30, 60));
        return new TimestampApi(ticking, timestampHabits(choices, true, ticking.clock()));
    }),
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
    NEXT_URL_BY_KEY(list(Way.LINK_BY_KEY, Order.values())),
    NEXT_URL_IN_ANOTHER_ORDER(list(Way.LINK_BY_PAGE, Order.NEWEST_FIRST, Order.BY_ID)),
    NEXT_URL_THAT_STANDS_WHERE_THE_CLIENT_DOES_NOT_LOOK(elsewhere(Way.LINK_BY_PAGE, Way.LINK_BY_KEY)),
    KEYSET_WHOSE_TOKEN_STANDS_WHERE_THE_CLIENT_DOES_NOT_LOOK(elsewhere(Way.TOKEN_BY_PAGE, Way.TOKEN_BY_KEY)),
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
            api.source().tick(random.nextInt(3));
            api.happen(random.nextInt(4) == 0 ? Change.UPDATE : Change.INSERT, random.nextInt(History.LARGEST));
        }
    }

    private static BiFunction<Source, Choices, Api> list(Way way, Order... orders) {
        return (source, choices) -> new ListApi(source, listHabits(choices, way, orders));
    }

    /** A list that is cut, in order, whose link or token stands where the client does not look. */
    private static BiFunction<Source, Choices, Api> elsewhere(Way... ways) {
        return (source, choices) -> {
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
        };
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
