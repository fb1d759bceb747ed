package dev.tidemark.strategy.contract;

/** What runs the syncs of a {@link PartitionPlay}, and keeps the table and the states that they write. */
interface PartitionsRunner {

    /**
     * Syncs once, and tells the play of each step.
     *
     * @return whether the process has lived to its end
     */
    boolean sync(PartitionPlay play);

    /** What was written for a partition. */
    Destination destination(String code);

    /** Whatever is left of earlier processes ends. */
    default void settle() {}
}
