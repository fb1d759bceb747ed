package dev.tidemark.strategy.range;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ranges that are fetched side by side, of a source to which ids are added meanwhile, by an API that may cut its responses. */
class StepPlanTest {

    private static final int MOST_TURNS = 100_000;
    private static final int MOST_ADDED = 40;

    private final NavigableSet<Long> source = new TreeSet<>();
    private final NavigableSet<Long> fetched = new TreeSet<>();

    /** What a worker has asked for, with the response if there was one. */
    private static final class Asked {
        private final WorkUnit range;
        private @Nullable List<Long> response;

        Asked(WorkUnit range) {
            this.range = range;
        }
    }

    @Property(tries = 1000)
    void noIdAtOrBelowTheStateIsMissingAndAtTheEndNoneIs(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 12) int step,
            @ForAll @IntRange(min = 1, max = 8) int window,
            @ForAll @IntRange(min = 1, max = 4) int emptySteps,
            @ForAll boolean maxId) {
        source.clear();
        fetched.clear();
        int cut = 1 + random.nextInt(2 * step);
        StepSizeStrategy strategy = new StepSizeStrategy();
        strategy.setStepSize(BigInteger.valueOf(step));
        strategy.setMaxEmptySteps(emptySteps);
        strategy.setMaxId(maxId ? "300" : null);
        int gap = emptySteps * step;
        add(random.nextInt(60), gap, random, maxId);
        ObjectNode state = sync(strategy, null, window, cut, random, gap, maxId);
        state = sync(strategy, state, window, cut, random, 0, maxId);
        assertThat(fetched).isEqualTo(source);
        if (!source.isEmpty()) {
            assertThat(state).hasToString("{\"current_id\":" + source.last() + "}");
        }
    }

    /** @param gap of ids that are added while it runs; 0 when none are */
    private @Nullable ObjectNode sync(
            StepSizeStrategy strategy,
            @Nullable ObjectNode before,
            int window,
            int cut,
            Random random,
            int gap,
            boolean maxId) {
        WorkPlan plan = strategy.plan(before, Instant.EPOCH, window);
        List<Asked> out = new ArrayList<>();
        int turns = 0;
        int added = 0;
        while (plan.hasNext()) {
            assertThat(turns++).as("turns").isLessThan(MOST_TURNS);
            plan.next().forEach(range -> out.add(new Asked(range)));
            assertThat(out).as("ranges under way").isNotEmpty().hasSizeLessThanOrEqualTo(2 * window);
            if (gap > 0 && added < MOST_ADDED && random.nextInt(4) == 0) {
                added++;
                add(1, gap, random, maxId);
            }
            Asked one = out.get(random.nextInt(out.size()));
            if (one.response == null) {
                one.response = respond(IdRange.of(one.range), cut);
            } else {
                out.remove(one);
                fetched.addAll(one.response);
                plan.done(one.range, outcome(one.response));
                expectNothingMissing(plan.state());
            }
        }
        return plan.state();
    }

    private void add(int ids, int gap, Random random, boolean maxId) {
        for (int i = 0; i < ids; i++) {
            long next = (source.isEmpty() ? 0 : source.last()) + 1 + random.nextInt(Math.max(1, gap));
            if (!maxId || next <= 300) {
                source.add(next);
            }
        }
    }

    private List<Long> respond(IdRange range, int cut) {
        return source.subSet(range.first().longValue(), true, range.last().longValue(), true).stream()
                .limit(cut)
                .toList();
    }

    private static ObjectNode outcome(List<Long> response) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        return response.isEmpty() ? outcome : outcome.put("current_id", response.get(response.size() - 1));
    }

    private void expectNothingMissing(@Nullable ObjectNode state) {
        if (state != null) {
            long id = state.get("current_id").longValue();
            assertThat(fetched.headSet(id, true)).as("fetched up to " + id).isEqualTo(source.headSet(id, true));
        }
    }

    @Test
    void theStateWaitsForTheFirstRangeAndThenPassesAllThatAreDone() {
        StepSizeStrategy strategy = new StepSizeStrategy();
        strategy.setStepSize(BigInteger.TEN);
        strategy.setMaxId("30");
        WorkPlan plan = strategy.plan(null, Instant.EPOCH, 8);
        List<WorkUnit> ranges = plan.next();
        assertThat(ranges).extracting(WorkUnit::toString).containsExactly("1 to 10", "11 to 20", "21 to 30");
        plan.done(ranges.get(1), outcome(List.of(20L)));
        plan.done(ranges.get(2), outcome(List.of(30L)));
        assertThat(plan.state()).isNull();
        assertThat(plan.hasNext()).isTrue();
        plan.done(ranges.get(0), outcome(List.of(10L)));
        assertThat(plan.state()).hasToString("{\"current_id\":30}");
        assertThat(plan.hasNext()).isFalse();
        assertThat(plan.next()).isEmpty();
    }

    @Test
    void theMissingEndOfARangeIsRequestedOnceAGreaterIdWasSeen() {
        StepSizeStrategy strategy = new StepSizeStrategy();
        strategy.setStepSize(BigInteger.TEN);
        WorkPlan plan = strategy.plan(null, Instant.EPOCH, 2);
        List<WorkUnit> ranges = plan.next();
        plan.done(ranges.get(0), outcome(List.of(8L)));
        assertThat(plan.next()).isEmpty();
        plan.done(ranges.get(1), outcome(List.of(20L)));
        assertThat(plan.next()).extracting(WorkUnit::toString).containsExactly("9 to 10");
        assertThat(plan.state()).isNull();
        plan.done(new WorkUnit("9", "10"), outcome(List.of()));
        assertThat(plan.state()).hasToString("{\"current_id\":20}");
    }
}
