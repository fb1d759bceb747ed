package dev.tidemark.strategy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.strategy.contract.ListApi.Way;
import dev.tidemark.strategy.contract.Listing.Order;
import dev.tidemark.strategy.contract.Listing.Twice;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lists at rest that a server sorts by a column with ties and nothing else, as many do with {@code ORDER BY modified LIMIT
 * 100, 50}: their pages overlap and skip. {@link StrategyContractTest} plays changes over such lists.
 */
class TieBreakTest {

    private static final int LISTS = 60;

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER", "LINK_BY_PAGE", "TOKEN_BY_PAGE"})
    void noRowIsLostWhereEachPageOrdersTiesItsOwnWay(Way way) {
        requireNoneMissing(way, Ties.FIXED);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER", "LINK_BY_PAGE", "TOKEN_BY_PAGE"})
    void noRowIsLostWhereEachRequestReordersTies(Way way) {
        requireNoneMissing(way, Ties.SHIFTING);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFSET", "PAGE_NUMBER"})
    void mostListsAreReadWholeWithOtherPageSizes(Way way) {
        assertThat(requireNoneMissing(way, Ties.FIXED)).isGreaterThan(LISTS / 2);
    }

    /** @return how many of the lists were synced; the others failed */
    private static int requireNoneMissing(Way way, Ties ties) {
        int synced = 0;
        for (int seed = 0; seed < LISTS; seed++) {
            Random random = new Random(seed);
            Source source = source(random);
            Api api = new ListApi(source, habits(way, ties, 5 + random.nextInt(16), seed % 2 == 0));
            Play play = new Play(api, new History(List.of(), List.of()), new ModelRunner(api, 7));
            if (play.sync()) {
                play.requireEverything();
                synced++;
            }
        }
        return synced;
    }

    private static Source source(Random random) {
        Source source = new Source(Clock.TIMESTAMP, 60);
        int records = 30 + random.nextInt(30);
        while (source.items().size() < records) {
            source.tick(1);
            int tie = 1 + random.nextInt(6);
            for (int i = 0; i < tie; i++) {
                source.put(source.lastId() + 1);
            }
        }
        return source;
    }

    private static ListApi.Habits habits(Way way, Ties ties, int size, boolean declared) {
        Listing listing = new Listing(Order.ASCENDING, ties, Twice.NO);
        return new ListApi.Habits(
                way, Filter.plain(true), listing, size, size, false, false, false, Total.HONEST, declared, false);
    }
}
