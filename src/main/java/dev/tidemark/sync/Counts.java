package dev.tidemark.sync;

/**
 * What a sync has done, counted.
 *
 * @param read records
 * @param written new or changed rows
 * @param unchanged rows that were in the table already, just so
 * @param rejected records that the table cannot hold
 * @param pages answers
 */
public record Counts(long read, long written, long unchanged, long rejected, int pages) {

    /** Nothing yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Those of a sync that has ended. */
    public static Counts of(SyncResult result) {
        return new Counts(
                result.rowsRead(), result.rowsWritten(), result.rowsUnchanged(), result.rowsRejected(), result.pages());
    }

    /** What came to these since the others were taken. */
    public Counts since(Counts before) {
        return new Counts(
                read - before.read,
                written - before.written,
                unchanged - before.unchanged,
                rejected - before.rejected,
                pages - before.pages);
    }
}
