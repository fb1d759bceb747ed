package dev.tidemark.strategy.list;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The number and identity of the rows seen, in any order, in constant memory. */
final class RowDigest {

    private long rows;
    private long sum;

    RowDigest() {}

    RowDigest(long rows, long sum) {
        this.rows = rows;
        this.sum = sum;
    }

    void add(Map<String, @Nullable Object> row) {
        add(hash(row));
    }

    /** @param hash a row's {@link #hash} */
    void add(long hash) {
        rows++;
        sum += hash;
    }

    /** The hash of a row's names and values, in any order. */
    static long hash(Map<String, @Nullable Object> row) {
        long fields = 0;
        for (Map.Entry<String, @Nullable Object> field : row.entrySet()) {
            fields += mixed(((long) field.getKey().hashCode() << 32) + Objects.hashCode(field.getValue()));
        }
        return mixed(fields);
    }

    long rows() {
        return rows;
    }

    /** The sum of the rows' hashes. */
    long sum() {
        return sum;
    }

    void addAll(RowDigest other) {
        rows += other.rows;
        sum += other.sum;
    }

    /** These rows without others that are among them. */
    RowDigest without(RowDigest others) {
        return new RowDigest(rows - others.rows, sum - others.sum);
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
    static long mixed(long hash) {
        long z = hash * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
