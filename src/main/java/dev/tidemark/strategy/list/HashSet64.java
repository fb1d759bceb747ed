package dev.tidemark.strategy.list;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of 64-bit hashes, in about 13 bytes each. It grows in small parts, one after the other, so that growing needs almost
 * no additional memory. Not thread-safe.
 */
final class HashSet64 {

    private static final int PART_BITS = 10;
    private static final int SMALLEST = 8;

    private final long[] @Nullable [] parts = new long[1 << PART_BITS][];
    private final int[] sizes = new int[1 << PART_BITS];
    private long size;
    private boolean hasZero;

    /** @return whether it is new */
    boolean add(long hash) {
        boolean isNew = hash == 0 ? !hasZero : addToPart(hash);
        hasZero |= hash == 0;
        size += isNew ? 1 : 0;
        return isNew;
    }

    boolean contains(long hash) {
        if (hash == 0) {
            return hasZero;
        }
        long[] part = parts[part(hash)];
        int slot = part == null ? 0 : slot(part, hash);
        return part != null && part[slot] == hash;
    }

    long size() {
        return size;
    }

    void forEach(LongConsumer action) {
        if (hasZero) {
            action.accept(0);
        }
        for (long[] part : parts) {
            for (int slot = 0; part != null && slot < part.length; slot++) {
                if (part[slot] != 0) {
                    action.accept(part[slot]);
                }
            }
        }
    }

    private boolean addToPart(long hash) {
        int number = part(hash);
        long[] part = parts[number];
        if (part == null) {
            part = new long[SMALLEST];
        } else if (sizes[number] * 4 >= part.length * 3) {
            part = grown(part);
        }
        parts[number] = part;
        boolean isNew = put(part, hash);
        sizes[number] += isNew ? 1 : 0;
        return isNew;
    }

    private static long[] grown(long[] part) {
        long[] larger = new long[part.length * 2];
        for (long hash : part) {
            if (hash != 0) {
                put(larger, hash);
            }
        }
        return larger;
    }

    private static int part(long hash) {
        return (int) (hash >>> (Long.SIZE - PART_BITS));
    }

    private static boolean put(long[] part, long hash) {
        int slot = slot(part, hash);
        boolean isNew = part[slot] == 0;
        part[slot] = hash;
        return isNew;
    }

    /** The hash's slot, or the free one for it. The bits of the part are equal within it, so the slot comes from others. */
    private static int slot(long[] part, long hash) {
        int slot = (int) hash & (part.length - 1);
        while (part[slot] != 0 && part[slot] != hash) {
            slot = (slot + 1) & (part.length - 1);
        }
        return slot;
    }
}
