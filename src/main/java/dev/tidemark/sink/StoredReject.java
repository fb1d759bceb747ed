package dev.tidemark.sink;

import java.time.Instant;

/**
 * A row of the table {@code tidemark_rejects}, without its record.
 *
 * @param id the same for the same record
 * @param source the source of the record, or the name of the sink's Kamelet when the record came from another kind of route
 * @param table the table that refused it, as in the sink's route
 * @param reason the error of the last attempt
 * @param rejectedAt the time of the first attempt
 */
public record StoredReject(String id, String source, String table, String reason, Instant rejectedAt) {}
