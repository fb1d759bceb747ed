package dev.tidemark.strategy;

/**
 * A part of a {@link WorkPlan} that one worker fetches, in the plan's own text format. The texts are sent to workers.
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
