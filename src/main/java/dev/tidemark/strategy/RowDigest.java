package dev.tidemark.strategy;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many rows were seen and which, whatever their order, in constant memory. */
final class RowDigest {

    private long rows;
    private long sum;

    void add(Map<String, @Nullable Object> row) {
        rows++;
        long fields = 0;
        for (Map.Entry<String, @Nullable Object> field : row.entrySet()) {
            fields += mixed(((long) field.getKey().hashCode() << 32) + Objects.hashCode(field.getValue()));
        }
        sum += mixed(fields);
    }

    long rows() {
        return rows;
    }

    void addAll(RowDigest other) {
        rows += other.rows;
        sum += other.sum;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowDigest digest && digest.rows == rows && digest.sum == sum;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sum) + Long.hashCode(rows);
    }

    /** Spreads a hash over 64 bits (the finalizer of SplitMix64), so that sums of different rows differ. */
    private static long mixed(long hash) {
        long z = hash * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
