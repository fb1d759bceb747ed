package dev.tidemark.strategy;

/**
 * A range of a {@link WorkPlan}, in its strategy's own text format. The texts are sent to workers and appear in messages.
 *
 * @param first where it begins
 * @param last where it ends
 */
public record WorkUnit(String first, String last) {

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
