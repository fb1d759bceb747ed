package dev.tidemark.strategy;

import dev.tidemark.strategy.PagingModel.Event;
import dev.tidemark.strategy.PagingModel.Kind;
import dev.tidemark.strategy.PagingModel.World;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Nothing is lost and the cursor is never ahead of the rows, whatever the source and the program do meanwhile. */
class TimestampPagingProperties {

    @Property(tries = 3000)
    void theTableFollowsTheSource(@ForAll("worlds") World world, @ForAll("scripts") List<Event> script) {
        PagingModel model = new PagingModel(world, script);
        model.play();
        Statistics.label("syncs that failed").collect(Math.min(model.failures(), 2));
        Statistics.label("syncs").collect(Math.min(model.syncs(), 6));
    }

    @Provide
    Arbitrary<World> worlds() {
        Arbitrary<Integer> caps = Arbitraries.integers().between(2, 12).injectNull(0.5);
        Arbitrary<Boolean> mostly = Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false));
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(4, Kind.TIMESTAMP), Tuple.of(1, Kind.EPOCH_SECONDS), Tuple.of(1, Kind.NUMBER)),
                        Arbitraries.of(1, 30, 18_000),
                        Arbitraries.of(true, false),
                        caps,
                        Arbitraries.frequency(Tuple.of(3, true), Tuple.of(1, false)),
                        mostly,
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just("")),
                                Tuple.of(1, Arbitraries.of("yyyy-MM-dd", "epoch-seconds", "yyyy-MM-dd HH:mm:ssX"))),
                        Arbitraries.integers().between(1, 8))
                .flatAs((kind, seconds, inclusive, cap, ordered, honours, format, chunk) -> Combinators.combine(
                                Arbitraries.of(true, false), Arbitraries.longs().between(0, 1000))
                        .as((unusable, seed) -> new World(
                                kind, seconds, inclusive, cap, ordered, honours, unusable, format, chunk, seed)));
    }

    @Provide
    Arbitrary<List<Event>> scripts() {
        return Arbitraries.frequency(
                        Tuple.of(8, Event.STEP),
                        Tuple.of(5, Event.INSERT),
                        Tuple.of(1, Event.INSERT_MANY),
                        Tuple.of(4, Event.UPDATE),
                        Tuple.of(1, Event.TOUCH_ALL),
                        Tuple.of(5, Event.TICK),
                        Tuple.of(1, Event.DELETE),
                        Tuple.of(1, Event.SPOIL),
                        Tuple.of(1, Event.CRASH))
                .list()
                .ofMaxSize(80);
    }
}
