package dev.tidemark.sync;

import org.jspecify.annotations.Nullable;

/**
 * Options of a program's syncs, other than to resume from the stored state. An optional bean of Camel's registry.
 *
 * @param dryRun whether to request and read, and to write nothing
 * @param from the cursor to read from without changing the state; null to resume from the stored state
 * @param to the last cursor to write, only with {@code from}; null for no end
 */
public record SyncOptions(boolean dryRun, @Nullable String from, @Nullable String to) {

    /** The defaults. */
    public static final SyncOptions NONE = new SyncOptions(false, null, null);

    /** Whether it reads a range without changing the state. */
    public boolean isBackfill() {
        return from != null;
    }
}
