package dev.tidemark.sink;

import java.time.Instant;

/**
 * A row of the table {@code tidemark_rejects}, without its record.
 *
 * @param id the same record again is the same reject
 * @param source the source that it came from, or the name of the sink's Kamelet when it came from another kind of route
 * @param table the table that could not take it, as in the sink's route
 * @param reason why, when it was last tried
 * @param rejectedAt when it was first tried
 */
public record StoredReject(String id, String source, String table, String reason, Instant rejectedAt) {}
