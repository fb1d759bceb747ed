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

    /** Each kind on one of the databases, with one worker or three. */
    @ParameterizedTest
    @EnumSource
    void holdsForEachPartitionOn(DatabaseKind kind) throws Exception {
        List<DatabaseKind> databases = List.of(DatabaseKind.values());
        List<ApiKind> kinds = List.of(ApiKind.values());
        try (TestDatabase database = TestDatabase.open(kind)) {
            for (ApiKind api : kinds) {
                int turn = kinds.indexOf(api);
                boolean isTurn = HISTORIES > 1 || turn % databases.size() == databases.indexOf(kind);
                if (api == ApiKind.KEY_BASED || !isTurn) {
                    continue;
                }
                for (int i = 0; i < HISTORIES; i++) {
                    int workers = (turn / databases.size() + i) % 2 == 0 ? 1 : 3;
                    playPartitions(api, SEED == null ? partitionsSeed(api, i) : SEED, workers, database);
                }
            }
        }
    }

    /** What is requested by windows of time depends on the server's clock, which is not that of this program. */
    private static long partitionsSeed(ApiKind kind, int index) {
        boolean hasWindows = kind == ApiKind.WINDOWS || kind == ApiKind.REPLAY_BY_WINDOWS;
        return new Random(kind.name().hashCode())
                .longs()
                .filter(seed -> {
                    Api api = kind.make(history(new Random(seed)).choices());
                    return api.source().clock() != Clock.EPOCH_SECONDS && (api.isDated() || !hasWindows);
                })
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    private static void playPartitions(ApiKind kind, long seed, int workers, TestDatabase database) throws Exception {
        Random random = new Random(seed);
        History history = history(random);
        Parents parents = Parents.of(() -> kind.make(history.choices()), random);
        List<Integer> script = numbers(random, 40, PartitionEvent.LARGEST);
        int chunkSize = 1 + random.nextInt(6);
        try (PartitionRoutes runner =
                new PartitionRoutes(parents, parents.any().strategy(), chunkSize, workers, database)) {
            new PartitionPlay(parents, script, runner).run();
            database.assertIdle();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    kind + ", seed " + seed + ", " + workers + " workers, " + parents.any() + ": " + e.getMessage(), e);
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
        return new History(
                numbers(random, History.SETUP, History.LARGEST), numbers(random, random.nextInt(61), History.LARGEST));
    }

    private static List<Integer> numbers(Random random, int count, int largest) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.nextInt(largest + 1))
                .toList();
    }
}
