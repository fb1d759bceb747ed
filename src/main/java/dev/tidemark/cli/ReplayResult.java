package dev.tidemark.cli;

import org.jspecify.annotations.Nullable;

/**
 * What came of the rejects of a source.
 *
 * @param rowsRead how many there were
 * @param rowsWritten rows that were inserted or updated
 * @param rowsUnchanged rejects that the table had already, or a newer version of them
 * @param rowsRemaining rejects that are still there
 * @param error why not all were tried; null when all were
 */
record ReplayResult(
        String source,
        long rowsRead,
        long rowsWritten,
        long rowsUnchanged,
        long rowsRemaining,
        @Nullable String error) {}
