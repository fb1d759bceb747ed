package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One sync over a table: first, if nothing is stored yet, the rows without a cursor, then the others in its order. */
final class KeyBasedPaging implements Paging {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final CursorSettings settings;
    private final List<String> keyFields;
    private final int pageSize;
    private final Duration delay;
    private final Watermark watermark;

    private boolean withoutCursor;
    private @Nullable Object cursor;
    private List<Object> key = List.of();
    private @Nullable JsonNode storedKey;
    private int rows;
    private @Nullable Map<String, @Nullable Object> last;
    private boolean ended;

    KeyBasedPaging(
            CursorSettings settings,
            List<String> keyFields,
            int pageSize,
            Duration delay,
            Instant now,
            @Nullable Cursor stored,
            @Nullable JsonNode storedKey) {
        this.settings = settings;
        this.keyFields = keyFields;
        this.pageSize = pageSize;
        this.delay = delay;
        this.storedKey = storedKey;
        this.watermark = new Watermark(settings, now, stored, stored);
        this.withoutCursor = stored == null;
        this.cursor = stored == null ? null : stored.written();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        watermark.pageStarts(true);
        rows = 0;
        return PageRequest.of(new RowRange(settings.field(), cursor, keyFields, key, pageSize, delay));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        rows++;
        last = row;
        if (!withoutCursor) {
            watermark.see(row);
        }
    }

    @Override
    public void pageRead(@Nullable String fact) {
        if (rows > 0) {
            key = keyOf(Objects.requireNonNull(last));
        }
        if (withoutCursor) {
            if (rows < pageSize) {
                withoutCursor = false;
                cursor = settings.initial();
                key = List.of();
            }
            return;
        }
        watermark.pageEnds(false);
        if (rows > 0) {
            storedKey = MAPPER.valueToTree(key.size() == 1 ? key.get(0) : key);
            Object reached = Objects.requireNonNull(Objects.requireNonNull(last).get(settings.field()));
            if (!isSame(reached, cursor)) {
                // Others may have got this cursor meanwhile: its rows are read again, but for those inside a larger
                // tie.
                cursor = reached;
                key = List.of();
            }
        }
        ended = rows < pageSize;
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        if (ended && next == null) {
            return end();
        }
        return withoutCursor ? null : state(watermark.after(chunk, next, null));
    }

    @Override
    public @Nullable ObjectNode end() {
        return state(watermark.end());
    }

    @Override
    public List<String> warnings() {
        return watermark.warnings();
    }

    private boolean isSame(Object a, @Nullable Object b) {
        try {
            return b != null && settings.read(a).equals(settings.read(b));
        } catch (DateTimeException | NumberFormatException e) {
            return a.equals(b);
        }
    }

    private @Nullable ObjectNode state(@Nullable Cursor at) {
        ObjectNode state = CursorStrategy.state(KeyBasedStrategy.CURSOR, at);
        return state == null ? null : state.set(KeyBasedStrategy.KEY, storedKey);
    }

    private List<Object> keyOf(Map<String, @Nullable Object> row) {
        List<Object> values = new ArrayList<>();
        for (String field : keyFields) {
            Object value = row.get(field);
            if (value == null) {
                throw new IllegalStateException(
                        "a row has no `" + field + "`; keyField must name columns that are unique and"
                                + " never null (the row's columns are " + row.keySet() + ")");
            }
            values.add(value);
        }
        return values;
    }
}
