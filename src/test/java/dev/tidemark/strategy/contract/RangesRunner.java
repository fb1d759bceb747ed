package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.time.Duration;
import java.time.Instant;
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
    private final Duration ahead;
    private final ModelTable table = new ModelTable();

    /** What a worker fetches, and the last response to it. */
    private static final class Work {
        private final WorkUnit range;
        private final Paging paging;
        private final boolean first;
        private Response last = new Response(List.of(), null);

        Work(WorkUnit range, Paging paging, boolean first) {
            this.range = range;
            this.paging = paging;
            this.first = first;
        }
    }

    /** @param ahead how far the program's clock is ahead of the source's */
    RangesRunner(Api api, int window, Random turns, Duration ahead) {
        this.api = api;
        this.window = window;
        this.turns = turns;
        this.ahead = ahead;
    }

    @Override
    public boolean sync(Play play) {
        if (api.apart() > 1 && turns.nextInt(4) == 0) {
            api.source().tick(turns.nextInt(6) * api.apart());
        }
        RangedStrategy strategy = (RangedStrategy) api.strategy();
        WorkPlan plan = strategy.plan(table.copyOfState(), now(), window);
        List<Work> under = new ArrayList<>();
        boolean first = true;
        while (plan.hasNext()) {
            for (WorkUnit range : plan.next()) {
                WorkUnit sent = new WorkUnit(range.first(), range.last());
                under.add(new Work(range, strategy.range(sent, now()), first));
                first = false;
            }
            Work work = under.get(turns.nextInt(under.size()));
            if (work.paging.hasNext()) {
                api.turnsTo(work.range, work.first);
                play.turnsTo(work.last);
                read(play, work);
            } else {
                under.remove(work);
                plan.done(work.range, Objects.requireNonNull(work.paging.end()));
                play.point();
                table.commit(play, List.of(), plan.state());
            }
        }
        return true;
    }

    private Instant now() {
        return api.source().instant().plus(ahead);
    }

    private void read(Play play, Work work) {
        Paging paging = work.paging;
        Response response = play.respond(paging.next());
        work.last = response;
        response.items().forEach(item -> paging.see(item.row()));
        if (api.isDated()) {
            paging.respondedAt(api.source().instant());
        }
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
