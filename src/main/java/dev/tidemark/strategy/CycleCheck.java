package dev.tidemark.strategy;

import org.jspecify.annotations.Nullable;

/** Notices that a sequence of texts goes round in a circle, in constant memory (Brent's way). */
final class CycleCheck {

    private @Nullable String kept;
    private long steps;
    private long keepFor = 1;

    /** Whether this text came before; a repetition is noticed at the latest once the circle was gone through twice. */
    boolean comesAgain(String text) {
        if (text.equals(kept)) {
            return true;
        }
        if (++steps >= keepFor) {
            kept = text;
            steps = 0;
            keepFor *= 2;
        }
        return false;
    }
}
