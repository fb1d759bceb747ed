package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredPartition.Status;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.sync.PartitionPlans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Syncs by partitions in memory: the plan, and workers of one strategy side by side, of which one continues by a step each
 * time. Those of a process that was replaced try to write what they have read.
 */
final class ModelPartitions implements PartitionsRunner {

    private static final int AHEAD = 4;
    private static final Duration GONE_PAUSE = Duration.ofDays(1);

    private final Strategy strategy;
    private final int workers;
    private final int chunkSize;
    private final Random turns;
    private final Map<String, ModelPartition> table = new HashMap<>();
    private final Map<String, ModelFetch> current = new HashMap<>();
    private final List<ModelFetch> replaced = new ArrayList<>();
    private int refused;
    private int failed;

    ModelPartitions(Strategy strategy, int workers, int chunkSize, Random turns) {
        this.strategy = strategy;
        this.workers = workers;
        this.chunkSize = chunkSize;
        this.turns = turns;
    }

    @Override
    public Destination destination(String code) {
        return partition(code);
    }

    private ModelPartition partition(String code) {
        return table.computeIfAbsent(code, ModelPartition::new);
    }

    /** How often a worker was not allowed to write. */
    int refused() {
        return refused;
    }

    @Override
    public void settle() {
        replaced.clear();
    }

    @Override
    public boolean sync(PartitionPlay play) {
        current.clear();
        WorkPlan plan = PartitionPlans.plan(new Found(play), AHEAD * workers);
        Deque<WorkUnit> waiting = new ArrayDeque<>();
        List<ModelFetch> busy = new ArrayList<>();
        int failedBefore = failed;
        try {
            while (plan.hasNext()) {
                waiting.addAll(plan.next());
                while (busy.size() < workers && !waiting.isEmpty()) {
                    play.point();
                    busy.add(begin(play, waiting.remove()));
                }
                stepOfReplaced();
                ModelFetch fetch = busy.get(turns.nextInt(busy.size()));
                if (!step(play, plan, fetch, waiting)) {
                    busy.remove(fetch);
                }
            }
        } catch (PartitionPlay.BrokenOff e) {
            if (e.kind() == PartitionEvent.Kind.PROCESS_REPLACED) {
                replaced.addAll(busy);
            }
            return false;
        }
        complete(plan, failed - failedBefore);
        return true;
    }

    private static void complete(WorkPlan plan, int failures) {
        try {
            plan.complete();
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).startsWith(failures + " of ")) {
                return;
            }
            throw new AssertionError("failed without need: " + e.getMessage(), e);
        }
        if (failures > 0) {
            throw new AssertionError(failures + " partitions failed, and nothing is said of it");
        }
    }

    private ModelFetch begin(PartitionPlay play, WorkUnit unit) {
        ModelFetch[] made = new ModelFetch[1];
        made[0] = new ModelFetch(
                play, unit, partition(unit.first()), strategy, chunkSize, () -> current.get(unit.first()) != made[0]);
        current.put(unit.first(), made[0]);
        return made[0];
    }

    private void stepOfReplaced() {
        if (replaced.isEmpty() || turns.nextBoolean()) {
            return;
        }
        ModelFetch fetch = replaced.get(turns.nextInt(replaced.size()));
        try {
            if (fetch.write()) {
                return;
            }
        } catch (ModelFetch.Refused e) {
            refused++;
        }
        replaced.remove(fetch);
    }

    /** @return whether there is more to do */
    private boolean step(PartitionPlay play, WorkPlan plan, ModelFetch fetch, Deque<WorkUnit> waiting) {
        try {
            if (fetch.step()) {
                return true;
            }
            plan.done(fetch.unit(), JsonNodeFactory.instance.objectNode());
            partition(fetch.code()).ended(Status.OK);
            play.ended(fetch.code());
        } catch (PartitionPlay.BrokenOff e) {
            switch (e.kind()) {
                case REQUEST_FAILS -> failed(plan, fetch, "500");
                case WORKER_REPLACED -> {
                    replaced.add(fetch);
                    waiting.addFirst(fetch.unit());
                }
                default -> throw e;
            }
        } catch (PartitionPlay.Missing e) {
            if (fetch.pages() == 0) {
                ObjectNode found = JsonNodeFactory.instance.objectNode();
                plan.done(fetch.unit(), found.put(PartitionPlans.GONE, "404"));
            } else {
                failed(plan, fetch, "404");
            }
        } catch (IllegalStateException e) {
            play.failed(fetch.code(), e);
            failed(plan, fetch, String.valueOf(e.getMessage()));
        }
        return false;
    }

    private void failed(WorkPlan plan, ModelFetch fetch, String error) {
        failed++;
        partition(fetch.code()).ended(Status.FAILED);
        plan.failed(fetch.unit(), error);
    }

    /** The partitions that a sync finds. */
    private final class Found implements PartitionPlans.Due {

        private final List<StoredPartition> all;
        private int next;

        Found(PartitionPlay play) {
            Instant at = play.parents().instant();
            play.parents().listed().forEach(parent -> partition(parent.code()).found(parent.name(), at));
            all = play.parents().listed().stream()
                    .map(parent -> partition(parent.code()).stored())
                    .filter(stored -> stored.status() != Status.GONE
                            || !Objects.requireNonNull(stored.syncedAt()).isAfter(at.minus(GONE_PAUSE)))
                    .sorted(Comparator.comparing(
                            StoredPartition::syncedAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                    .toList();
        }

        @Override
        public long count(boolean wereGone) {
            return all.stream()
                    .filter(stored -> (stored.status() == Status.GONE) == wereGone)
                    .count();
        }

        @Override
        public void gone(List<String> ids) {
            ids.forEach(id -> partition(id).ended(Status.GONE));
        }

        @Override
        public boolean hasNext() {
            return next < all.size();
        }

        @Override
        public StoredPartition next() {
            return all.get(next++);
        }
    }
}
