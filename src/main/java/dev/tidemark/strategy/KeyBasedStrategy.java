package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * <p><b>Assumes</b> a column that grows with each change, and a key that is unique and never null.
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

    private static final JsonMapper MAPPER = new JsonMapper();

    private List<String> keyFields = List.of();
    private int pageSize = 5000;
    private @Nullable Duration delay;
    private @Nullable PositionQuery marks;

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

    /**
     * How young a row may be to be left for a later sync, because others may yet be committed before it. When it is not set, 5
     * seconds for columns of dates and times, and nothing for others.
     */
    public void setDelay(@Nullable String delay) {
        String given = OptionalText.of(delay);
        this.delay = given == null ? null : Duration.ofMillis(TimeUtils.toMilliSeconds(given));
    }

    /** What is known of the table. */
    public void setMarks(PositionQuery marks) {
        this.marks = marks;
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
        CursorSettings settings = checked();
        return new KeyBasedPaging(
                this, settings, now, stored(state, CURSOR, settings), state == null ? null : state.get(KEY));
    }

    @Override
    public RangePlan plan(@Nullable ObjectNode state, Instant now, int window) {
        CursorSettings settings = checked();
        Cursor stored = stored(state, CURSOR, settings);
        return new KeyPlan(
                this,
                Objects.requireNonNull(marks, "marks"),
                stored,
                new Watermark(settings, now, stored, stored),
                window);
    }

    @Override
    public Paging range(PlannedRange range, Instant now) {
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

    /** Where a row stands. */
    RowPosition mark(Map<String, @Nullable Object> row) {
        return RowPosition.of(row, cursorField(), keyFields);
    }

    /** Null when rows of any cursor are read. */
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
        PositionQuery table = marks;
        boolean time = settings().type().isInstant() && table != null && table.isTime(cursorField());
        return time ? USUAL_DELAY : Duration.ZERO;
    }

    /** The rows never end. */
    IllegalStateException endless(int rows) {
        return new IllegalStateException(
                "the same " + rows + " rows came again and again, and only `" + cursorField()
                        + "` had moved: it is made when it is read, as now() in a view is, or all rows change faster than they"
                        + " are read; name a cursorField that is stored with the row, or set pageSize above the number of rows");
    }

    int pageSize() {
        return pageSize;
    }

    /** How long before now a row's cursor must lie for the state to move over it; null where cursors are no points in time. */
    @Nullable
    Duration age() {
        return settings().type().isInstant() ? delayOrZero() : null;
    }

    /** @param age how long before now their cursor must lie; null when it may lie anywhere */
    RowRange rows(RowPosition from, @Nullable RowPosition to, @Nullable Duration age) {
        return new RowRange(cursorField(), keyFields, from, to, pageSize, age);
    }

    /** The state once the rows are written up to that one. */
    static ObjectNode state(Cursor reached, RowPosition at) {
        ObjectNode state = Objects.requireNonNull(state(CURSOR, reached));
        return state.set(KEY, lastKey(at));
    }

    static JsonNode lastKey(RowPosition at) {
        return MAPPER.valueToTree(at.key().size() == 1 ? at.key().get(0) : at.key());
    }
}
