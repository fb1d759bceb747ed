package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Strategy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API to whose source something happens before certain requests. */
final class Interrupted implements Api {

    private final Api api;
    private final Deque<Runnable> before = new ArrayDeque<>();
    private final List<PageRequest> requests = new ArrayList<>();

    Interrupted(Api api) {
        this.api = api;
    }

    /** What happens before the next request, then before the one after it, and so on. */
    Interrupted before(Runnable... happenings) {
        before.clear();
        before.addAll(List.of(happenings));
        return this;
    }

    List<PageRequest> requests() {
        return requests;
    }

    @Override
    public Response respond(PageRequest request) {
        if (!before.isEmpty()) {
            before.removeFirst().run();
        }
        requests.add(request);
        return api.respond(request);
    }

    @Override
    public Strategy strategy() {
        return api.strategy();
    }

    @Override
    public long reached(ObjectNode state) {
        return api.reached(state);
    }

    @Override
    public long place(Item item) {
        return api.place(item);
    }

    @Override
    public void happen(Change change, int number) {
        api.happen(change, number);
    }

    @Override
    public Source source() {
        return api.source();
    }

    @Override
    public boolean isResumed() {
        return api.isResumed();
    }

    @Override
    public int delay() {
        return api.delay();
    }

    @Override
    public boolean mayFail(String message, Response last, int changes) {
        return api.mayFail(message, last, changes);
    }

    @Override
    public boolean mustEnd() {
        return api.mustEnd();
    }

    @Override
    public int mostRequests(int records, int cursors, int changes) {
        return api.mostRequests(records, cursors, changes);
    }

    @Override
    public String impossible(Response last) {
        return api.impossible(last);
    }

    @Override
    public boolean tellsWhatItLeavesOut() {
        return api.tellsWhatItLeavesOut();
    }

    @Override
    public void syncBegins(@Nullable ObjectNode state) {
        api.syncBegins(state);
    }
}
