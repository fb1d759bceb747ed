package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for everything newer than the cursor, again and again until an answer brings nothing newer.
 *
 * <p><b>Assumes</b> a request parameter that filters by the cursor. When the API cuts its answers, they are in ascending
 * cursor order and {@code pageSize} says at how many records.
 * <br><b>Promises</b> every record whose cursor grows when it changes, ties and late ties included.
 * <br><b>Stores</b> {@code last_timestamp}, in the form the API gave.
 * <br><b>Loses</b> deletes, and records that appear with a cursor lower than one already seen (use replay).
 */
public final class TimestampStrategy extends CursorStrategy {

    static final String STATE = "last_timestamp";

    private @Nullable Integer pageSize;

    /** At how many records the API cuts an answer; left out when it does not. */
    public void setPageSize(@Nullable String pageSize) {
        String given = OptionalText.of(pageSize);
        this.pageSize = given == null ? null : AtLeast.of(1, "pageSize", Integer.parseInt(given));
    }

    @Override
    public String name() {
        return "timestamp";
    }

    @Override
    String stateName() {
        return STATE;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorSettings settings = settings();
        Cursor stored = stored(state, STATE, settings);
        return new TimestampPaging(settings, pageSize, now, stored, stored);
    }
}
