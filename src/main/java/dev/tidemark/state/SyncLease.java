package dev.tidemark.state;

import java.time.Instant;

/**
 * The right to sync a source, held by one process for a time.
 *
 * @param owner the host and the process id, with a colon between them
 * @param token distinguishes this lease from others of the same owner
 * @param since when it was taken, by the database's clock
 * @param until when it expires unless it is renewed, by the database's clock
 */
public record SyncLease(String source, String owner, String token, Instant since, Instant until) {}
