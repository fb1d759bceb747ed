package dev.tidemark.http;

import java.time.Instant;

/**
 * A token that a server issued for a login.
 *
 * @param value the value of the header
 * @param renewAt when to request a new one
 */
record Token(String value, Instant renewAt) {}
