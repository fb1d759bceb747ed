package dev.tidemark.database;

/**
 * The destination type for a column of a database source: a type of the sink's {@code columns}, or UUID.
 *
 * @param precision the total digits of a DECIMAL, or the maximum length of a STRING; 0 for no limit
 * @param scale the digits of a DECIMAL after the point
 */
public record DestinationType(String word, int precision, int scale) {}
