package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Parents and children that change, and syncs of the children, a partition for each parent, that may break off anywhere.
 * Whatever happens, the {@link Promises} hold for each partition, and in the end the table has the children of each parent.
 */
final class PartitionPlay {

    private final Parents parents;
    private final List<Integer> script;
    private final PartitionsRunner runner;
    private final Map<String, Promises> promises = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private int next;

    /** Something ends a worker, or all of them. */
    static final class BrokenOff extends RuntimeException {

        private final PartitionEvent.Kind kind;

        BrokenOff(PartitionEvent.Kind kind) {
            super(null, null, false, false);
            this.kind = kind;
        }

        PartitionEvent.Kind kind() {
            return kind;
        }
    }

    /** The API has no such parent. */
    static final class Missing extends RuntimeException {
        Missing() {
            super("404", null, false, false);
        }
    }

    PartitionPlay(Parents parents, List<Integer> script, PartitionsRunner runner) {
        this.parents = parents;
        this.script = script;
        this.runner = runner;
    }

    Parents parents() {
        return parents;
    }

    /** How many partitions failed because their strategy gave up. */
    int failures() {
        return promises.values().stream().mapToInt(Promises::failures).sum();
    }

    /** Plays the history, lets the sources rest and syncs once more. */
    void run() {
        while (next < script.size()) {
            try {
                point();
            } catch (BrokenOff e) {
                // Nothing was under way.
            }
            runner.sync(this);
        }
        runner.settle();
        parents.rest();
        ended.clear();
        syncAtRest();
        if (!ended.containsAll(there())) {
            syncAtRest();
        }
        there().forEach(this::requireEverything);
    }

    private void syncAtRest() {
        begun.clear();
        require(runner.sync(this), "broke off", "");
        there().forEach(code -> require(begun.contains(code), "was not requested", code));
    }

    private List<String> there() {
        return parents.there().stream().map(Parents.Parent::code).toList();
    }

    private void requireEverything(String code) {
        of(code).requireEnd(ended.contains(code));
        if (ended.contains(code) && parents.api(code).tellsWhatItLeavesOut()) {
            of(code).requireEverything();
        }
    }

    private Promises of(String code) {
        return promises.computeIfAbsent(
                code, key -> new Promises(parents.api(key), runner.destination(key), requests -> requests));
    }

    /** A partition begins. */
    void begin(String code) {
        begun.add(code);
        of(code).begin();
    }

    /**
     * A request is made.
     *
     * @throws Missing when there is no such parent
     */
    Response respond(PageRequest request) {
        String code = Objects.requireNonNull(request.values().get("code"), "no parent");
        if (parents.there(code).isEmpty()) {
            throw new Missing();
        }
        return of(code).respond(request);
    }

    /** The strategy continues from the last response. */
    void pageRead(String code) {
        of(code).pageRead();
    }

    /** Rows, or the state, or both were written. */
    void committed(String code) {
        of(code).committed();
        requireOwnCursor(code);
    }

    /** Its strategy gave up at the last response. */
    void failed(String code, IllegalStateException e) {
        of(code).failed(e);
    }

    /** A partition came to its end. */
    void ended(String code) {
        ended.add(code);
    }

    /** A cursor for all parents would take the value of another one. */
    private void requireOwnCursor(String code) {
        ObjectNode state = runner.destination(code).state();
        Source source = parents.api(code).source();
        if (state == null) {
            return;
        }
        Stream.of("last_timestamp", "last_updated_at")
                .map(state::path)
                .filter(JsonNode::isValueNode)
                .map(cursor -> source.clock().place(cursor.asText()))
                .forEach(place -> require(
                        place == Long.MIN_VALUE || source.hasHad(place),
                        "has the cursor of another one: " + state,
                        code));
    }

    private static void require(boolean holds, String what, String code) {
        if (!holds) {
            throw new AssertionError(code + " " + what);
        }
    }

    /** Lets things happen until the history lets the sync continue. */
    void point() {
        while (next < script.size()) {
            PartitionEvent event = PartitionEvent.of(script.get(next++));
            switch (event.kind()) {
                case STEP -> {
                    return;
                }
                case REQUEST_FAILS, PROCESS_DIES, PROCESS_REPLACED, WORKER_REPLACED ->
                    throw new BrokenOff(event.kind());
                default -> parents.happen(event);
            }
        }
    }
}
