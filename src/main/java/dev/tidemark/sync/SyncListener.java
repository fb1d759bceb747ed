package dev.tidemark.sync;

/** Is told of each sync that ended, on the sync's own thread. All that stand in Camel's registry are called. */
public interface SyncListener {

    /** A sync has ended, one way or another. Must not throw. */
    void ended(SyncResult result);
}
