package dev.tidemark.http;

import java.time.Instant;

/**
 * What a server gave for a login.
 *
 * @param value as it stands in the header
 * @param renewAt when to ask for a new one
 */
record Token(String value, Instant renewAt) {}
