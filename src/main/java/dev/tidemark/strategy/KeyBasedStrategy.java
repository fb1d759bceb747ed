package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of a database by its cursor column and its key.
 *
 * <p><b>Assumes</b> a column that grows with each change, and a key that is unique and never null.
 * <br><b>Promises</b> every change, ties of any size included, and changes that are committed up to {@code delay} after
 * their cursor. Rows whose cursor is null are read by the first sync, and counted by each.
 * <br><b>Stores</b> {@code last_updated_at}, from which a sync resumes, ties included, and {@code last_key}.
 * <br><b>Loses</b> deletes, changes to rows whose cursor is null, and commits later than {@code delay}.
 */
public final class KeyBasedStrategy extends CursorStrategy {

    static final String CURSOR = "last_updated_at";
    static final String KEY = "last_key";

    private List<String> keyFields = List.of();
    private int pageSize = 5000;
    private Duration delay = Duration.ZERO;

    /** Sets what is usual in databases. */
    public KeyBasedStrategy() {
        setCursorField("updated_at");
        setInitialCursor("2024-01-01T00:00:00Z");
        setBoundary("inclusive");
    }

    /** The column, or the columns between commas, that make a row the same row. */
    public void setKeyField(String keyField) {
        this.keyFields =
                Arrays.stream(keyField.split(",", -1)).map(String::strip).toList();
        if (keyFields.contains("")) {
            throw new IllegalArgumentException("keyField `" + keyField + "` is not a name or names between commas");
        }
    }

    /** The most rows that one query reads. */
    public void setPageSize(int pageSize) {
        this.pageSize = AtLeast.of(1, "pageSize", pageSize);
    }

    /** How young a row may be to be left for a later sync, because others may yet be committed before it. */
    public void setDelay(String delay) {
        this.delay = Duration.ofMillis(TimeUtils.toMilliSeconds(delay));
    }

    @Override
    public String name() {
        return "key-based";
    }

    @Override
    String stateName() {
        return CURSOR;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorSettings settings = settings();
        if (!delay.isZero() && !settings.type().isInstant()) {
            throw new IllegalArgumentException(
                    "delay is for cursors that are points in time; cursorType is `" + settings.type() + "`");
        }
        Cursor stored = stored(state, CURSOR, settings);
        JsonNode key = state == null ? null : state.get(KEY);
        return new KeyBasedPaging(settings, keyFields, pageSize, delay, now, stored, key);
    }
}
