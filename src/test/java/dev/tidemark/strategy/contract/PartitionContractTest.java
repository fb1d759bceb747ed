package dev.tidemark.strategy.contract;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/**
 * The promises of {@link StrategyContractTest} for each partition of a source, whatever happens to parents, children, workers
 * and processes; {@link PartitionPlay} checks it all, step by step.
 */
@Tag("histories")
class PartitionContractTest {

    /** The same histories in each build; with another number others are tried. */
    private static final String SEED = "20261130";

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void timestamp(@ForAll("histories") History history) {
        play(history, ApiKind.TIMESTAMP);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void replay(@ForAll("histories") History history) {
        play(history, ApiKind.REPLAY);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void windows(@ForAll("histories") History history) {
        play(history, ApiKind.WINDOWS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void replayByWindows(@ForAll("histories") History history) {
        play(history, ApiKind.REPLAY_BY_WINDOWS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetByToken(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_BY_TOKEN);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetByATokenThatPassesOverTies(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_BY_A_TOKEN_THAT_PASSES_OVER_TIES);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetByATokenThatIsAPageNumber(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_BY_A_TOKEN_THAT_IS_A_PAGE_NUMBER);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetInAnotherOrder(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_IN_ANOTHER_ORDER);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetByCondition(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_BY_CONDITION);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void offset(@ForAll("histories") History history) {
        play(history, ApiKind.OFFSET);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void offsetInAnotherOrder(@ForAll("histories") History history) {
        play(history, ApiKind.OFFSET_IN_ANOTHER_ORDER);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void pageNumber(@ForAll("histories") History history) {
        play(history, ApiKind.PAGE_NUMBER);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void pageNumberInAnotherOrder(@ForAll("histories") History history) {
        play(history, ApiKind.PAGE_NUMBER_IN_ANOTHER_ORDER);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void nextUrl(@ForAll("histories") History history) {
        play(history, ApiKind.NEXT_URL);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void nextUrlByKey(@ForAll("histories") History history) {
        play(history, ApiKind.NEXT_URL_BY_KEY);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void nextUrlInAnotherOrder(@ForAll("histories") History history) {
        play(history, ApiKind.NEXT_URL_IN_ANOTHER_ORDER);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void nextUrlInAPlaceThatTheClientDoesNotRead(@ForAll("histories") History history) {
        play(history, ApiKind.NEXT_URL_IN_A_PLACE_THAT_THE_CLIENT_DOES_NOT_READ);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetTokenInAPlaceThatTheClientDoesNotRead(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_TOKEN_IN_A_PLACE_THAT_THE_CLIENT_DOES_NOT_READ);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void nextUrlNewestFirst(@ForAll("histories") History history) {
        play(history, ApiKind.NEXT_URL_NEWEST_FIRST);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetNewestFirst(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_NEWEST_FIRST);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void offsetWithoutTieBreak(@ForAll("histories") History history) {
        play(history, ApiKind.OFFSET_WITHOUT_TIE_BREAK);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void pageNumberWithoutTieBreak(@ForAll("histories") History history) {
        play(history, ApiKind.PAGE_NUMBER_WITHOUT_TIE_BREAK);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void nextUrlWithoutTieBreak(@ForAll("histories") History history) {
        play(history, ApiKind.NEXT_URL_WITHOUT_TIE_BREAK);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keysetByPageTokenWithoutTieBreak(@ForAll("histories") History history) {
        play(history, ApiKind.KEYSET_BY_PAGE_TOKEN_WITHOUT_TIE_BREAK);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void stepSize(@ForAll("histories") History history) {
        play(history, ApiKind.STEP_SIZE);
    }

    @Provide
    Arbitrary<History> histories() {
        return Combinators.combine(
                        Arbitraries.integers()
                                .between(0, History.LARGEST)
                                .list()
                                .ofSize(History.SETUP),
                        Arbitraries.integers()
                                .between(0, PartitionEvent.LARGEST)
                                .list()
                                .ofMaxSize(120))
                .as(History::new);
    }

    private static void play(History history, ApiKind kind) {
        Random random = new Random(history.setup().hashCode());
        Parents parents = Parents.of(() -> kind.make(history.choices()), random);
        ModelPartitions runner = new ModelPartitions(
                parents.any().strategy(), 1 + random.nextInt(3), 1 + random.nextInt(6), new Random(random.nextInt()));
        PartitionPlay play = new PartitionPlay(parents, history.script(), runner);
        try {
            play.run();
        } catch (AssertionError e) {
            throw new AssertionError(parents.any() + ": " + e.getMessage(), e);
        }
        Statistics.label("partitions that failed").collect(Math.min(play.failures(), 2));
        Statistics.label("writes that were refused").collect(Math.min(runner.refused(), 2));
    }
}
