package dev.tidemark.cli;

import org.jspecify.annotations.Nullable;

/**
 * The result of replaying the rejects of a source.
 *
 * @param rowsRead the number of rejects
 * @param rowsWritten rows that were inserted or updated
 * @param rowsUnchanged rejects for which the table already had the row, or a newer version
 * @param rowsRemaining rejects that remain
 * @param error why some were not tried; null when all were
 */
record ReplayResult(
        String source,
        long rowsRead,
        long rowsWritten,
        long rowsUnchanged,
        long rowsRemaining,
        @Nullable String error) {}
