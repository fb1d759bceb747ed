package dev.tidemark.strategy.contract;

import java.util.List;

/** Choices that were made by chance beforehand, handed out one after the other; all are the first once none is left. */
final class Choices {

    private final List<Integer> made;
    private final Choices later;
    private int next;

    private Choices(List<Integer> made) {
        this.made = made;
        this.later = this;
    }

    /** @param later where those that {@link #later} hands out begin */
    Choices(List<Integer> made, int later) {
        int end = Math.min(later, made.size());
        this.made = made.subList(0, end);
        this.later = new Choices(made.subList(end, made.size()));
    }

    /** Those for what was added later, so that recorded choices keep their meaning. */
    Choices later() {
        return later;
    }

    /** One of so many, from 0. */
    int of(int n) {
        return next < made.size() ? made.get(next++) % n : 0;
    }

    @SafeVarargs
    final <T> T among(T... values) {
        return values[of(values.length)];
    }

    /** Yes in one of so many cases. */
    boolean oneIn(int n) {
        return of(n) == n - 1;
    }
}
