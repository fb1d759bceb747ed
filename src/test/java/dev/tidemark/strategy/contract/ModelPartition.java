package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Partition;
import dev.tidemark.state.StoredPartition;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A partition and its rows, in memory. */
final class ModelPartition implements Destination {

    private final String code;
    private final ModelTable table = new ModelTable();
    private String name = "";
    private long version;
    private StoredPartition.Status status = StoredPartition.Status.NEW;
    private Instant seenAt = Instant.EPOCH;
    private @Nullable Instant syncedAt;

    ModelPartition(String code) {
        this.code = code;
    }

    void found(String as, Instant at) {
        name = as;
        seenAt = at;
    }

    void ended(StoredPartition.Status how) {
        status = how;
        syncedAt = seenAt;
    }

    StoredPartition stored() {
        ObjectNode values =
                JsonNodeFactory.instance.objectNode().put("code", code).put("name", name);
        return new StoredPartition(
                new Partition(code, values), table.copyOfState(), version, status, null, seenAt, syncedAt);
    }

    /**
     * The rows and the state in one transaction.
     *
     * @param from the version of the state that it was made from
     * @param after null to leave the state as it is
     */
    void commit(List<Item> rows, long from, @Nullable ObjectNode after) {
        if (version != from) {
            throw new AssertionError("two workers write " + code + " at a time");
        }
        version += after == null ? 0 : 1;
        table.commit(rows, after);
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
