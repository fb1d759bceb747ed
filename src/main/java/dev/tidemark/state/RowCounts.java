package dev.tidemark.state;

/**
 * The counts of records by outcome.
 *
 * @param read records
 * @param written new or changed rows
 * @param unchanged rows that were in the table already, identical
 * @param rejected records that the table cannot store
 * @param filtered records that the route's steps left out on purpose
 * @param pages responses
 */
public record RowCounts(long read, long written, long unchanged, long rejected, long filtered, int pages) {

    /** All zero. */
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);

    /** Counts without records that were left out. */
    public RowCounts(long read, long written, long unchanged, long rejected, int pages) {
        this(read, written, unchanged, rejected, 0, pages);
    }

    /** The sum of both. */
    public RowCounts plus(RowCounts more) {
        return new RowCounts(
                read + more.read,
                written + more.written,
                unchanged + more.unchanged,
                rejected + more.rejected,
                filtered + more.filtered,
                pages + more.pages);
    }

    /** The difference to earlier counts. */
    public RowCounts since(RowCounts before) {
        return new RowCounts(
                read - before.read,
                written - before.written,
                unchanged - before.unchanged,
                rejected - before.rejected,
                filtered - before.filtered,
                pages - before.pages);
    }
}
