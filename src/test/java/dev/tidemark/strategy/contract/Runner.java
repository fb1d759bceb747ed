package dev.tidemark.strategy.contract;

/** What runs the syncs of a {@link Play}, and keeps the table and the state that they write. */
interface Runner extends Destination {

    /**
     * Syncs once, and tells the play of each step.
     *
     * @return whether the sync came to its end
     * @throws Play.BrokenOff when the program dies, or a request fails
     * @throws IllegalStateException when the strategy gives up at the last response
     */
    boolean sync(Play play);

    /** How many requests it makes at most where one after the other would be so many. */
    default int most(int requests) {
        return requests;
    }
}
