package dev.tidemark.strategy;

/**
 * The lower bound of a request.
 *
 * @param text what is sent
 * @param value what it is worth: no record that is answered may lie below
 */
record Bound(String text, Cursor value) {}
