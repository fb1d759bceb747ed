package dev.tidemark.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A past sync, for charts.
 *
 * @param seconds its duration
 * @param lagSeconds how far the cursor was behind the clock at its end; null when it is not a time
 */
record SyncPoint(Instant ended, String status, long rowsWritten, double seconds, @Nullable Double lagSeconds) {}
