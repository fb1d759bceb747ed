package dev.tidemark.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sync of the past, for charts.
 *
 * @param seconds how long it took
 * @param lagSeconds how far the cursor lay behind the clock at its end; null when it is no point in time
 */
record SyncPoint(Instant ended, String status, long rowsWritten, double seconds, @Nullable Double lagSeconds) {}
