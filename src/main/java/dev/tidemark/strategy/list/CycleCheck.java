package dev.tidemark.strategy.list;

import org.jspecify.annotations.Nullable;

/** Detects a cycle in a sequence of texts, in constant memory (Brent's algorithm). */
final class CycleCheck {

    private @Nullable String kept;
    private long steps;
    private long keepFor = 1;

    /** Whether this text came before; a cycle is detected at the latest in its second round. */
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
