package dev.tidemark.strategy.contract;

import java.time.Duration;
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

    /** Found by chance: the record of the stored cursor has gone, and a look back from it finds a newer one. */
    @Example
    void windowsThatLookBack() {
        History history = new History(
                List.of(0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0),
                List.of(
                        883, 30, 20, 191, 237, 4, 95, 107, 6, 8, 11, 270, 39, 578, 8, 6, 2, 198, 11, 270, 789, 81, 819,
                        80, 131));
        play(history, ApiKind.WINDOWS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void windowsByUnits(@ForAll("histories") History history) {
        playRanges(history, ApiKind.WINDOWS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void replayByUnitsOfWindows(@ForAll("histories") History history) {
        playRanges(history, ApiKind.REPLAY_BY_WINDOWS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void replayByWindows(@ForAll("histories") History history) {
        play(history, ApiKind.REPLAY_BY_WINDOWS);
    }

    /** Found by chance: the record that is looked for has gone, and the page from earlier on is cut and newest first. */
    @Example
    void replayThatLooksBackAtAPageThatIsCut() {
        History history = new History(
                List.of(0, 0, 0, 0, 0, 1, 1, 0, 2, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(29, 0, 0, 0, 17, 29, 17, 12, 17, 0, 17, 0, 24, 101, 17, 0, 0, 35, 249, 158));
        play(history, ApiKind.REPLAY);
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

    /** Found by chance: two page sizes overlap alike, and bring as many records as a capped total says. */
    @Example
    void offsetWhoseCappedTotalIsAsManyAsTwoPageSizesBring() {
        History history = new History(
                List.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 7, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 3, 0, 0, 0, 0),
                List.of(32, 12, 269, 6, 482, 15, 76, 831, 927, 567, 14, 1, 2, 16));
        play(history, ApiKind.OFFSET_WITHOUT_TIE_BREAK);
    }

    /** Found by chance: an empty first page, counted as one of more, and then records before those of the second. */
    @Example
    void pageNumberWhoseFirstPageFillsWhenItHasBeenRead() {
        History history = new History(
                List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(0, 0, 12, 24, 16));
        play(history, ApiKind.PAGE_NUMBER);
    }

    /** Found by chance: the page after a tie shifts between its two readings, and both end below different records. */
    @Example
    void pageNumberWhoseTieShrinksBeforeItsSecondReading() {
        List<Integer> setup = new ArrayList<>(Collections.nCopies(History.SETUP, 0));
        setup.set(7, 2);
        setup.set(12, 1);
        setup.set(14, 9);
        List<Integer> script = new ArrayList<>(Collections.nCopies(28, 0));
        script.set(1, 17);
        script.set(25, 24);
        script.set(26, 29);
        script.set(27, 53);
        play(new History(setup, script), ApiKind.PAGE_NUMBER);
    }

    /** Found by chance: a tie shrinks between two pages, and the first record after it is pushed off the second. */
    @Example
    void nextUrlWhoseTieShrinksBetweenTwoPages() {
        List<Integer> script = new ArrayList<>(Collections.nCopies(33, 0));
        script.set(21, 845);
        script.set(31, 17);
        script.set(32, 743);
        History history =
                new History(List.of(0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 1, 1, 145, 1, 0, 0, 0, 0, 0, 0, 0), script);
        play(history, ApiKind.NEXT_URL);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void stepSize(@ForAll("histories") History history) {
        play(history, ApiKind.STEP_SIZE);
    }

    /** Found by chance: pages of one row, which is changed before each of several requests. */
    @Example
    void keyBasedWhoseOnlyRowIsChangedAgainAndAgain() {
        History history = new History(
                Collections.nCopies(History.SETUP, 0), List.of(0, 0, 0, 12, 0, 0, 0, 0, 17, 0, 0, 0, 0, 17, 0, 17));
        play(history, ApiKind.KEY_BASED);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keyBased(@ForAll("histories") History history) {
        play(history, ApiKind.KEY_BASED);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void stepSizeByRanges(@ForAll("histories") History history) {
        playRanges(history, ApiKind.STEP_SIZE);
    }

    /** Found by chance: its range was asked for twice, and counted as two empty ones. */
    @Example
    void stepSizeByRangesWhoseHighestIdWasDeleted() {
        History history = new History(
                List.of(0, 0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 29, 34));
        playRanges(history, ApiKind.STEP_SIZE);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void keyBasedByRanges(@ForAll("histories") History history) {
        playRanges(history, ApiKind.KEY_BASED);
    }

    @Provide
    Arbitrary<History> histories() {
        return Combinators.combine(
                        Arbitraries.integers()
                                .between(0, History.LARGEST)
                                .list()
                                .ofSize(History.SETUP),
                        Arbitraries.integers()
                                .between(0, History.LARGEST)
                                .list()
                                .ofMaxSize(60))
                .as(History::new);
    }

    private static void play(History history, ApiKind kind) {
        play(history, kind, (api, choices) -> new ModelRunner(api, 1 + choices.of(6)));
    }

    private static void playRanges(History history, ApiKind kind) {
        play(
                history,
                kind,
                (api, choices) -> new RangesRunner(
                        api,
                        1 + choices.of(6),
                        new Random(choices.of(History.LARGEST)),
                        Duration.ofMinutes(choices.later().among(0, 60))));
    }

    private static void play(History history, ApiKind kind, BiFunction<Api, Choices, Runner> runner) {
        Choices choices = history.choices();
        Api api = kind.make(choices);
        Play play = new Play(api, history, runner.apply(api, choices));
        ApiKind.fill(api, choices);
        try {
            play.run();
        } catch (AssertionError e) {
            throw new AssertionError(api + ": " + e.getMessage(), e);
        }
        Statistics.label("syncs that failed").collect(Math.min(play.failures(), 2));
    }
}
