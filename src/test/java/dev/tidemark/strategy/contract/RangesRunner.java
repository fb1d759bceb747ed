package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A strategy alone whose ranges are fetched side by side by workers: each time, one of them continues by a page. */
final class RangesRunner implements Runner {

    private final Api api;
    private final int window;
    private final Random turns;
    private final ModelTable table = new ModelTable();

    /** What a worker fetches. */
    private record Work(WorkUnit range, Paging paging) {}

    RangesRunner(Api api, int window, Random turns) {
        this.api = api;
        this.window = window;
        this.turns = turns;
    }

    @Override
    public boolean sync(Play play) {
        RangedStrategy strategy = (RangedStrategy) api.strategy();
        WorkPlan plan = strategy.plan(table.copyOfState(), api.source().instant(), window);
        List<Work> under = new ArrayList<>();
        while (plan.hasNext()) {
            for (WorkUnit range : plan.next()) {
                under.add(new Work(range, strategy.range(range, api.source().instant())));
            }
            Work work = under.get(turns.nextInt(under.size()));
            if (work.paging().hasNext()) {
                read(play, work.paging());
            } else {
                under.remove(work);
                plan.done(work.range(), Objects.requireNonNull(work.paging().end()));
                play.point();
                table.commit(play, List.of(), plan.state());
            }
        }
        return true;
    }

    private void read(Play play, Paging paging) {
        Response response = play.respond(paging.next());
        response.items().forEach(item -> paging.see(item.row()));
        paging.pageRead(response.pageInfo());
        play.pageRead();
        table.commit(play, response.items(), null);
        play.point();
    }

    /** What was requested too early is requested again, and a window of ranges in vain beyond the end. */
    @Override
    public int most(int requests) {
        return 2 * (requests + window);
    }

    @Override
    public Predicate<Item> table() {
        return table::has;
    }

    @Override
    public @Nullable ObjectNode state() {
        return table.state();
    }
}
