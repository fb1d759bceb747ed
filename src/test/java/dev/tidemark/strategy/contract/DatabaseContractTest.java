package dev.tidemark.strategy.contract;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promises of {@link StrategyContractTest} once more, with the route's real steps, the sink and the state in each of the
 * databases: a few histories of each kind of API, others with each run.
 */
class DatabaseContractTest {

    private static final int HISTORIES = Integer.getInteger("tidemark.histories", 1);

    /** That of a failure, to see it again. */
    private static final @Nullable Long SEED = Long.getLong("tidemark.seed");

    @ParameterizedTest
    @EnumSource
    void holdsOn(DatabaseKind kind) throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            for (ApiKind api : ApiKind.values()) {
                for (int i = 0; i < HISTORIES; i++) {
                    play(api, SEED == null ? seed(api) : SEED, database);
                }
            }
        }
    }

    /** One with cursors other than numbers of seconds: of a number, the sink cannot tell that it lies in the future. */
    private static long seed(ApiKind kind) {
        return new Random(kind.name().hashCode())
                .longs()
                .filter(seed ->
                        kind.make(history(new Random(seed)).choices()).source().clock() != Clock.EPOCH_SECONDS)
                .findFirst()
                .orElseThrow();
    }

    private static void play(ApiKind kind, long seed, TestDatabase database) throws Exception {
        History history = history(new Random(seed));
        Choices choices = history.choices();
        Api api = kind.make(choices);
        int chunkSize = 1 + choices.of(6);
        ApiKind.fill(api, choices);
        try (RoutesRunner runner = new RoutesRunner(api, chunkSize, api.key(), database)) {
            new Play(api, history, runner).run();
            database.assertIdle();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(kind + ", seed " + seed + ", " + api + ": " + e.getMessage(), e);
        }
    }

    private static History history(Random random) {
        return new History(numbers(random, History.SETUP), numbers(random, random.nextInt(61)));
    }

    private static List<Integer> numbers(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.nextInt(History.LARGEST + 1))
                .toList();
    }
}
