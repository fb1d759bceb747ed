package dev.tidemark.sync;

import dev.tidemark.state.StoredPartition;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.WorkPlan;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plan of a sync by partitions, and what requests and records of a partition get, for tests of other packages. */
public final class PartitionPlans {

    /** In the result of a unit: the API has no such parent. */
    public static final String GONE = PartitionPlan.GONE;

    private PartitionPlans() {}

    /** The partitions to request in a sync. */
    public interface Due extends Iterator<StoredPartition> {

        /**
         * How many there are.
         *
         * @param wereGone those that were not there before, or the others
         */
        long count(boolean wereGone);

        /** Records that the API does not have them. */
        void gone(List<String> ids);
    }

    /** @param window how many partitions may be in progress */
    public static WorkPlan plan(Due due, int window) {
        return new PartitionPlan(
                new PartitionPlan.Due() {
                    @Override
                    public long count(boolean wereGone) {
                        return due.count(wereGone);
                    }

                    @Override
                    public void gone(List<String> ids) {
                        due.gone(ids);
                    }

                    @Override
                    public boolean hasNext() {
                        return due.hasNext();
                    }

                    @Override
                    public StoredPartition next() {
                        return due.next();
                    }
                },
                1,
                window);
    }

    /** A request with the values of its partition. */
    public static PageRequest request(StoredPartition partition, PageRequest request) {
        return PartitionValues.of(partition.partition().values()).in(request);
    }

    /** Adds the values of its partition to a record. */
    public static void addValues(StoredPartition partition, Map<String, @Nullable Object> row) {
        PartitionValues.of(partition.partition().values()).addTo(row);
    }
}
