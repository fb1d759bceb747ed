package dev.tidemark.sync;

/** Is told of each sync that begins and ends, on the sync's own thread. All that stand in Camel's registry are called. */
public interface SyncListener {

    /** A sync has begun. Must not throw. One that fails before it begins only ends. */
    default void began(Progress progress) {}

    /** A sync has ended, one way or another. Must not throw. */
    void ended(SyncResult result);
}
