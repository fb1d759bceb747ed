package dev.tidemark.database;

/**
 * The type that a column of a database source gets in a destination, by the words of the sink's {@code columns}, or UUID.
 *
 * @param precision all digits of a DECIMAL, the greatest length of a STRING; 0 for no limit
 * @param scale the digits of a DECIMAL after the point
 */
public record DestinationType(String word, int precision, int scale) {}
