package dev.tidemark.playground;

import java.util.SplittableRandom;

/** A random sample of numbers, and the others; both in their original order. */
@SuppressWarnings("ArrayRecordComponent") // used at once, never compared
record Sample(int[] chosen, int[] others) {

    /** Every number is equally likely to be chosen; with {@code n} or fewer numbers, all are. */
    static Sample of(int[] numbers, int n, SplittableRandom random) {
        int[] chosen = new int[Math.min(n, numbers.length)];
        int[] others = new int[numbers.length - chosen.length];
        int chosenSoFar = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (random.nextInt(numbers.length - i) < chosen.length - chosenSoFar) {
                chosen[chosenSoFar++] = numbers[i];
            } else {
                others[i - chosenSoFar] = numbers[i];
            }
        }
        return new Sample(chosen, others);
    }
}
