package dev.tidemark.strategy;

import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes on by a condition on cursor and key, for APIs without a token. Each further page is asked for from the last row but
 * one of the page before, and begins with its last row, the anchor: when another row stands there, the API does not go on as
 * it was asked to, or the anchor has changed.
 */
final class KeyPaginator extends KeysetPaginator {

    private final CursorSettings settings;
    private final String keyField;
    private @Nullable Map<String, @Nullable Object> last;
    private @Nullable Map<String, @Nullable Object> lastButOne;
    private @Nullable Map<String, @Nullable Object> anchor;
    private int rows;
    private boolean moved;

    KeyPaginator(CursorSettings settings, String keyField) {
        super(keyField);
        this.settings = settings;
        this.keyField = keyField;
    }

    @Override
    public Map<String, String> first() {
        anchor = null;
        begin();
        return Map.of();
    }

    @Override
    public boolean see(Map<String, @Nullable Object> row) {
        boolean isAnchor = rows++ == 0 && anchor != null;
        moved |= isAnchor && !row.equals(anchor);
        lastButOne = last;
        last = row;
        super.see(row);
        return !isAnchor;
    }

    @Override
    public boolean pageRead(int count, @Nullable String pageInfo) {
        moved |= rows == 0 && anchor != null;
        // Copies: the route may change the rows themselves while they are written.
        last = last == null ? null : new HashMap<>(last);
        lastButOne = lastButOne == null ? null : new HashMap<>(lastButOne);
        if (rows > 0 && place(last) == null) {
            throw new IllegalStateException("the last record of the page has no `" + settings.field() + "` or no key,"
                    + " so it cannot be said where the list goes on; check cursorField and keyField");
        }
        return isFurther();
    }

    @Override
    public @Nullable PageRequest next() {
        if (!isFurther()) {
            return null;
        }
        Map<String, String> before = place(lastButOne);
        Map<String, String> place = before == null ? place(last) : before;
        anchor = before == null ? null : last;
        begin();
        return place == null ? null : PageRequest.next(place);
    }

    private boolean isFurther() {
        return rows > (anchor == null ? 0 : 1);
    }

    private void begin() {
        rows = 0;
        moved = false;
        last = null;
        lastButOne = null;
    }

    @Override
    public boolean hasMoved() {
        return moved;
    }

    /** Where a row stands in the list; null when it does not say. */
    private @Nullable Map<String, String> place(@Nullable Map<String, @Nullable Object> row) {
        try {
            Cursor cursor = row == null ? null : settings.of(row);
            Object key = row == null ? null : row.get(keyField);
            return cursor == null || key == null
                    ? null
                    : Map.of("cursor", settings.exactly(cursor), "key", key.toString());
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    @Override
    public boolean isOrdered() {
        return true;
    }
}
