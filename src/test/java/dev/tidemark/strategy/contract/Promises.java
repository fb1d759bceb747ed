package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * What holds for the syncs of an API, step by step: the state is never ahead of the rows and never goes back, and a sync asks a
 * bounded number of times and fails only where it must.
 */
final class Promises {

    private final Api api;
    private final Source source;
    private final Destination destination;
    private final IntUnaryOperator most;

    private long reached = Long.MIN_VALUE;

    private Map<Integer, Item> before = Map.of();
    private long reachedBefore;
    private int failures;
    private String failure = "";
    private int requests;
    private int requestsBefore;
    private int changesBefore;
    private Response last = new Response(List.of(), null);

    /** @param most how many requests a runner makes where one after the other would be so many */
    Promises(Api api, Destination destination, IntUnaryOperator most) {
        this.api = api;
        this.source = api.source();
        this.destination = destination;
        this.most = most;
    }

    int failures() {
        return failures;
    }

    /** The message of the sync that failed last; empty when none has. */
    String failure() {
        return failure;
    }

    int requests() {
        return requests;
    }

    /** A sync begins. */
    void begin() {
        before = new HashMap<>();
        source.items().forEach(item -> before.put(item.id(), item));
        reachedBefore = reached;
        requestsBefore = requests;
        changesBefore = source.changes();
        api.syncBegins(destination.state());
    }

    /** A request is made. */
    Response respond(PageRequest request) {
        last = api.respond(request);
        requests++;
        int cursors = (int) before.values().stream().map(Item::rank).distinct().count();
        int bound = most.applyAsInt(api.mostRequests(before.size() + 5 * changes(), cursors, changes()));
        require(requests - requestsBefore <= bound, "asked more than " + bound + " times");
        return last;
    }

    /** What follows is of a part of the sync whose last response was this. */
    void turnsTo(Response response) {
        last = response;
    }

    /** The strategy continues from the last response. */
    void pageRead() {
        String impossible = api.impossible(last);
        require(impossible.isEmpty(), "continued although " + impossible);
    }

    /** Rows, or the state, or both were written. */
    void committed() {
        ObjectNode state = destination.state();
        if (state != null) {
            long place = api.reached(state);
            require(place >= reached, "the state went back");
            reached = place;
        }
        if (api.tellsWhatItLeavesOut()) {
            nothingBelowTheStateIsMissing();
        }
    }

    /** The strategy gave up at the last response. */
    void failed(IllegalStateException e) {
        String message = String.valueOf(e.getMessage());
        if (!api.mayFail(message, last, changes())) {
            throw new AssertionError("failed without need: " + message, e);
        }
        failures++;
        failure = message;
    }

    private int changes() {
        return source.changes() - changesBefore;
    }

    /** Whatever was there before the sync and has not changed since is in the table once the state says so. */
    private void nothingBelowTheStateIsMissing() {
        boolean hasMoved = reached > reachedBefore;
        Predicate<Item> table = destination.table();
        for (Item item : before.values()) {
            long place = item.usable() ? api.place(item) : Long.MAX_VALUE;
            boolean told = hasMoved ? place <= reached : place < reached && !item.late() && api.isResumed();
            if (told && isCurrent(item)) {
                requireIn(table, item);
            }
        }
    }

    /** @throws AssertionError when the table lacks a record of the source */
    void requireEverything() {
        Predicate<Item> table = destination.table();
        source.items().stream().filter(Item::usable).forEach(item -> requireIn(table, item));
    }

    /** @throws AssertionError when a sync that failed while the source rested had to come to its end */
    void requireEnd(boolean ended) {
        require(ended || !api.mustEnd(), "failed twice though the source rests: " + failure);
    }

    private boolean isCurrent(Item item) {
        Item now = source.item(item.id());
        return now != null && now.version() == item.version();
    }

    private void requireIn(Predicate<Item> table, Item item) {
        if (!table.test(item)) {
            require(false, "the state is " + destination.state() + ", and the table has not " + item);
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " (source " + source.items() + ")");
        }
    }
}
