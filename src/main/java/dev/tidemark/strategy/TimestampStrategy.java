package dev.tidemark.strategy;

import java.time.Duration;

/**
 * Requests everything newer than the cursor, until a response has nothing newer.
 *
 * <p><b>Assumes</b> a request parameter that filters by the cursor. When the API truncates its responses, they are in
 * ascending cursor order and {@code pageSize} is the number of records.
 * <br><b>Promises</b> every record whose cursor increases when it changes, ties and late ties included.
 * <br><b>Stores</b> {@code last_timestamp}, in the API's format.
 * <br><b>Loses</b> deletes, and records that appear with a cursor lower than one already seen (use replay).
 */
public final class TimestampStrategy extends WindowedStrategy {

    @Override
    public String name() {
        return "timestamp";
    }

    @Override
    Duration buffer() {
        return Duration.ZERO;
    }
}
