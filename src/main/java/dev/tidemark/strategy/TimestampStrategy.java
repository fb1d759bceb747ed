package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.OptionalText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Requests everything newer than the cursor, until a response has nothing newer.
 *
 * <p><b>Assumes</b> a request parameter that filters by the cursor. When the API truncates its responses, they are in
 * ascending cursor order and {@code pageSize} is the number of records.
 * <br><b>Promises</b> every record whose cursor increases when it changes, ties and late ties included.
 * <br><b>Stores</b> {@code last_timestamp}, in the API's format.
 * <br><b>Loses</b> deletes, and records that appear with a cursor lower than one already seen (use replay).
 */
public final class TimestampStrategy extends CursorStrategy {

    static final String STATE = "last_timestamp";

    private @Nullable Integer pageSize;

    /** The number of records at which the API truncates a response; omitted when it does not. */
    public void setPageSize(@Nullable String pageSize) {
        String text = OptionalText.of(pageSize);
        this.pageSize = text == null ? null : AtLeast.of(1, "pageSize", Integer.parseInt(text));
    }

    @Override
    public String name() {
        return "timestamp";
    }

    @Override
    protected String stateName() {
        return STATE;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorSettings settings = settings();
        Cursor stored = stored(state, STATE, settings);
        return new TimestampPaging(settings, pageSize, now, stored, stored);
    }
}
