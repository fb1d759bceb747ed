package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.sync.PartitionPlans;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A worker that fetches a partition step by step: a page is read, or a chunk of it is written. */
final class ModelFetch {

    /** Another worker fetches the partition now. */
    static final class Refused extends RuntimeException {
        Refused() {
            super(null, null, false, false);
        }
    }

    private final PartitionPlay play;
    private final WorkUnit unit;
    private final ModelPartition partition;
    private final BooleanSupplier isReplaced;
    private final int chunkSize;
    private final StoredPartition before;
    private final Paging paging;
    private final Supplier<Instant> clock;
    private final Queue<Runnable> chunks = new ArrayDeque<>();
    private long version;
    private int pages;

    /** @param isReplaced whether another one fetches the partition now */
    ModelFetch(
            PartitionPlay play,
            WorkUnit unit,
            ModelPartition partition,
            Strategy strategy,
            int chunkSize,
            BooleanSupplier isReplaced) {
        this.play = play;
        this.unit = unit;
        this.partition = partition;
        this.isReplaced = isReplaced;
        this.chunkSize = chunkSize;
        this.before = partition.stored();
        this.version = before.version();
        this.clock = play.parents().api(code()).source()::instant;
        play.begin(code());
        this.paging = strategy.begin(before.state(), clock.get());
    }

    WorkUnit unit() {
        return unit;
    }

    String code() {
        return unit.first();
    }

    /** How many pages it has read. */
    int pages() {
        return pages;
    }

    /** @return whether there is more to do */
    boolean step() {
        play.point();
        if (chunks.isEmpty() && paging.hasNext()) {
            read();
            return true;
        }
        return write();
    }

    /**
     * Writes what was read.
     *
     * @return whether there is more to do
     */
    boolean write() {
        if (!chunks.isEmpty()) {
            chunks.remove().run();
            return true;
        }
        if (!paging.hasNext()) {
            move(paging.end());
        }
        return false;
    }

    private void read() {
        PageRequest request = PartitionPlans.request(before, paging.next());
        Response response = play.respond(request);
        pages++;
        List<Map<String, @Nullable Object>> rows =
                response.items().stream().map(this::row).toList();
        rows.forEach(paging::see);
        if (play.parents().api(code()).isDated()) {
            paging.respondedAt(clock.get());
        }
        paging.pageRead(response.pageInfo());
        play.pageRead(code());
        for (int from = 0; from < rows.size(); from += chunkSize) {
            int to = Math.min(rows.size(), from + chunkSize);
            List<Item> items = response.items().subList(from, to);
            List<Map<String, @Nullable Object>> chunk = new ArrayList<>(rows.subList(from, to));
            Map<String, @Nullable Object> following = to < rows.size() ? rows.get(to) : null;
            chunks.add(() -> write(items, paging.stateAfter(chunk, following)));
        }
        if (rows.isEmpty()) {
            chunks.add(() -> move(paging.stateAfter(List.of(), null)));
        }
    }

    private Map<String, @Nullable Object> row(Item item) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(item.row());
        PartitionPlans.addValues(before, row);
        return row;
    }

    private void write(List<Item> items, @Nullable ObjectNode after) {
        if (isReplaced.getAsBoolean()) {
            throw new Refused();
        }
        partition.commit(items, version, after);
        version += after == null ? 0 : 1;
        play.committed(code());
    }

    private void move(@Nullable ObjectNode after) {
        if (after != null && !after.equals(partition.state())) {
            write(List.of(), after);
        }
    }
}
