package dev.tidemark.state;

/**
 * What was done with records, counted.
 *
 * @param read records
 * @param written new or changed rows
 * @param unchanged rows that were in the table already, identical
 * @param rejected records that the table cannot hold
 * @param pages answers
 */
public record RowCounts(long read, long written, long unchanged, long rejected, int pages) {

    /** Nothing yet. */
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);

    /** Both together. */
    public RowCounts plus(RowCounts more) {
        return new RowCounts(
                read + more.read,
                written + more.written,
                unchanged + more.unchanged,
                rejected + more.rejected,
                pages + more.pages);
    }

    /** What came to these since the others were taken. */
    public RowCounts since(RowCounts before) {
        return new RowCounts(
                read - before.read,
                written - before.written,
                unchanged - before.unchanged,
                rejected - before.rejected,
                pages - before.pages);
    }
}
