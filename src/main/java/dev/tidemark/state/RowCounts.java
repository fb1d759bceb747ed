package dev.tidemark.state;

/**
 * What was done with records.
 *
 * @param written new or changed rows
 * @param unchanged rows that were in the table already, just so
 */
public record RowCounts(long read, long written, long unchanged, long rejected, int pages) {}
