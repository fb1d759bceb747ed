package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.json.Json;
import dev.tidemark.strategy.CursorStrategy;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.PositionQuery;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.RowRange;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.OptionalText;
import dev.tidemark.strategy.cursor.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of a database by its cursor column and its key.
 *
 * <p><b>Assumes</b> a column that increases with each change, and a key that is unique and never null.
 * <br><b>Promises</b> every change, ties of any size included, and changes that are committed up to {@code delay} after
 * their cursor. Rows whose cursor is null are read by the first sync, and counted by each.
 * <br><b>Stores</b> {@code last_updated_at}, from which a sync resumes, ties included, and {@code last_key}.
 * <br><b>Loses</b> deletes, changes to rows whose cursor is null, and commits later than {@code delay}.
 */
public final class KeyBasedStrategy extends CursorStrategy implements RangedStrategy {

    static final String CURSOR = "last_updated_at";
    static final String KEY = "last_key";

    /** The delay where none is set and the cursor is a date or time of the database. */
    private static final Duration USUAL_DELAY = Duration.ofSeconds(5);

    private List<String> keyFields = List.of();
    private int pageSize = 5000;
    private @Nullable Duration delay;
    private @Nullable PositionQuery positions;

    /** Sets what is usual in databases. */
    public KeyBasedStrategy() {
        setCursorField("updated_at");
        setInitialCursor("2024-01-01T00:00:00Z");
        setBoundary("inclusive");
    }

    /** The key column, or the key columns separated by commas. */
    public void setKeyField(String keyField) {
        this.keyFields =
                Arrays.stream(keyField.split(",", -1)).map(String::strip).toList();
        if (keyFields.contains("")) {
            throw new IllegalArgumentException(
                    "keyField `" + keyField + "` is not a name or names separated by" + " commas");
        }
    }

    /** The maximum number of rows of a query. */
    public void setPageSize(int pageSize) {
        this.pageSize = AtLeast.of(1, "pageSize", pageSize);
    }

    /**
     * The age below which a row is left for a later sync, because rows before it may not be committed yet. The default is 5
     * seconds for columns of dates and times, and zero for others.
     */
    public void setDelay(@Nullable String delay) {
        String text = OptionalText.of(delay);
        this.delay = text == null ? null : Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    /** Sets the queries for positions in the table. */
    public void setMarks(PositionQuery positions) {
        this.positions = positions;
    }

    @Override
    public String name() {
        return "key-based";
    }

    @Override
    protected String stateName() {
        return CURSOR;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorSettings settings = checked();
        return new KeyBasedPaging(
                this, settings, now, stored(state, CURSOR, settings), state == null ? null : state.get(KEY));
    }

    @Override
    public WorkPlan plan(@Nullable ObjectNode state, Instant now, int window) {
        CursorSettings settings = checked();
        Cursor stored = stored(state, CURSOR, settings);
        return new KeyPlan(
                this,
                Objects.requireNonNull(positions, "marks"),
                stored,
                new Watermark(settings, now, stored, stored),
                window);
    }

    @Override
    public Paging range(WorkUnit range, Instant now) {
        return new KeyRange(this, range, new Watermark(settings(), now, null, null));
    }

    private CursorSettings checked() {
        CursorSettings settings = settings();
        if (delay != null && !delay.isZero() && !settings.type().isInstant()) {
            throw new IllegalArgumentException(
                    "delay is for cursors that are points in time; cursorType is `" + settings.type() + "`");
        }
        return settings;
    }

    /** The position of a row. */
    RowPosition position(Map<String, @Nullable Object> row) {
        return RowPosition.of(row, cursorField(), keyFields);
    }

    /** Null when rows with any cursor are read. */
    @Nullable
    Duration delay() {
        Duration set = delayOrZero();
        return set.isZero() ? null : set;
    }

    private Duration delayOrZero() {
        Duration set = delay;
        if (set != null) {
            return set;
        }
        PositionQuery table = positions;
        boolean time = settings().type().isInstant() && table != null && table.isTime(cursorField());
        return time ? USUAL_DELAY : Duration.ZERO;
    }

    /** Throws because the rows never end. */
    IllegalStateException endless(int rows) {
        return new IllegalStateException("the same " + rows + " rows were returned repeatedly, and only `"
                + cursorField() + "` had changed: it is computed when it is read,"
                + " like now() in a view, or all rows change faster than they are read; use a cursorField that is"
                + " stored with the row, or set pageSize above the number of rows");
    }

    int pageSize() {
        return pageSize;
    }

    /** The age that a row's cursor needs for the state to advance past it; null where cursors are not points in time. */
    @Nullable
    Duration age() {
        return settings().type().isInstant() ? delayOrZero() : null;
    }

    /** @param age the minimum age of their cursor; null for any */
    RowRange rows(RowPosition from, @Nullable RowPosition to, @Nullable Duration age) {
        return new RowRange(cursorField(), keyFields, from, to, pageSize, age);
    }

    /** The state once the rows up to that one are written. */
    static ObjectNode state(Cursor reached, RowPosition at) {
        ObjectNode state = Objects.requireNonNull(state(CURSOR, reached));
        return state.set(KEY, lastKey(at));
    }

    static JsonNode lastKey(RowPosition at) {
        return Json.PLAIN.valueToTree(at.key().size() == 1 ? at.key().get(0) : at.key());
    }
}
