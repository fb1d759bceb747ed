package dev.tidemark.strategy;

/**
 * A range of a {@link RangePlan}, in the words of its strategy, which alone understands them. They travel to workers and
 * stand in messages.
 *
 * @param first where it begins
 * @param last where it ends
 */
public record PlannedRange(String first, String last) {

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
