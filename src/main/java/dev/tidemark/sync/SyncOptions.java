package dev.tidemark.sync;

import org.jspecify.annotations.Nullable;

/**
 * What a program wants of its syncs other than to go on from the stored state. Stands in Camel's registry, or does not.
 *
 * @param dryRun whether to ask and to read, and to write nothing
 * @param from the cursor from which to read, leaving the state alone; null to go on from the stored state
 * @param to the last cursor to write, only with {@code from}; null for no end
 */
public record SyncOptions(boolean dryRun, @Nullable String from, @Nullable String to) {

    /** Nothing special. */
    public static final SyncOptions NONE = new SyncOptions(false, null, null);

    /** Whether it reads a range and leaves the state alone. */
    public boolean isBackfill() {
        return from != null;
    }
}
