package dev.tidemark.strategy.cursor;

/**
 * The lower bound of a request.
 *
 * @param text what is sent
 * @param value its value: no returned record may be below it
 */
public record Bound(String text, Cursor value) {}
