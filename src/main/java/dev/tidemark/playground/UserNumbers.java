package dev.tidemark.playground;

/** The number of the user in each slot: from 1, with long gaps if the option is set. */
final class UserNumbers {

    private static final int MAX_GAPS = 20;
    private static final int MIN_RUN = 25;

    private final int run;
    private final int[] missingBefore;

    UserNumbers(PlaygroundOptions options) {
        this.run = Math.max(MIN_RUN, (options.records() + MAX_GAPS - 1) / MAX_GAPS);
        this.missingBefore = new int[Math.max(1, (options.records() + run - 1) / run)];
        if (options.gaps()) {
            for (int i = 1; i < missingBefore.length; i++) {
                missingBefore[i] = missingBefore[i - 1] + gap(i, options.seed() + 5);
            }
        }
    }

    int numberOf(int slot) {
        return slot + 1 + missingBefore[Math.min(slot / run, missingBefore.length - 1)];
    }

    /** The first of {@code slots} slots whose number is {@code number} or more. */
    int firstSlotFrom(int number, int slots) {
        int low = 0;
        int high = slots;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numberOf(middle) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    // Every second gap always leaves a range of 1000 numbers empty.
    private static int gap(int index, long seed) {
        return index % 2 == 1 ? 2000 + BitMixer.below(2000, seed, index) : 10 + BitMixer.below(490, seed, index);
    }
}
