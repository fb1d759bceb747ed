package dev.tidemark.playground;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * All users at one time. Immutable. A user keeps its slot as long as it exists. The order lists slots by {@code updatedAt},
 * then id.
 */
final class UserSnapshot {

    private static final long DELETED = Long.MIN_VALUE;

    private final int[] order;
    private final long[] createdAt;
    private final long[] updatedAt;
    private final int[] revisions;

    UserSnapshot(int[] order, long[] createdAt, long[] updatedAt, int[] revisions) {
        this.order = order;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
        this.revisions = revisions;
    }

    int size() {
        return order.length;
    }

    /** The number of slots, including those of deleted users. */
    int slots() {
        return updatedAt.length;
    }

    int slotAt(int position) {
        return order[position];
    }

    boolean exists(int slot) {
        return updatedAt[slot] != DELETED;
    }

    long createdAt(int slot) {
        return createdAt[slot];
    }

    long updatedAt(int slot) {
        return updatedAt[slot];
    }

    int revision(int slot) {
        return revisions[slot];
    }

    /** The first position in the order that is not before {@code instant}. */
    int firstFrom(long instant) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (updatedAt[order[middle]] < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A snapshot in which some users are updated at an instant later than all others; they come last in the order. */
    UserSnapshot touched(Sample choice, long instant) {
        long[] newUpdatedAt = updatedAt.clone();
        int[] newRevisions = revisions.clone();
        for (int slot : choice.chosen()) {
            newUpdatedAt[slot] = instant;
            newRevisions[slot]++;
        }
        return new UserSnapshot(concat(choice.others(), choice.chosen()), createdAt, newUpdatedAt, newRevisions);
    }

    /** A snapshot with users in new slots, created at an instant later than all others; they come last in the order. */
    UserSnapshot grown(int[] newSlots, long instant) {
        int slots = slots() + newSlots.length;
        long[] newCreatedAt = Arrays.copyOf(createdAt, slots);
        long[] newUpdatedAt = Arrays.copyOf(updatedAt, slots);
        Arrays.fill(newCreatedAt, slots(), slots, instant);
        Arrays.fill(newUpdatedAt, slots(), slots, instant);
        return new UserSnapshot(concat(order, newSlots), newCreatedAt, newUpdatedAt, Arrays.copyOf(revisions, slots));
    }

    UserSnapshot without(Sample choice) {
        long[] newUpdatedAt = updatedAt.clone();
        for (int slot : choice.chosen()) {
            newUpdatedAt[slot] = DELETED;
        }
        return new UserSnapshot(choice.others(), createdAt, newUpdatedAt, revisions);
    }

    /** Chooses {@code n} users. */
    Sample choose(int n, SplittableRandom random) {
        return Sample.of(order, n, random);
    }

    private static int[] concat(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
