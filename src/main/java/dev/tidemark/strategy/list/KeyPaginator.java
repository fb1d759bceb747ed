package dev.tidemark.strategy.list;

import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages by a condition on cursor and key, for APIs without a token. Each further page is requested from the second to last
 * row of the previous page, and begins with its last row, the anchor. When another row is there, the API does not page as
 * requested, or the anchor has changed.
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
        // Copies: the route may change the rows while they are written.
        last = last == null ? null : new HashMap<>(last);
        lastButOne = lastButOne == null ? null : new HashMap<>(lastButOne);
        if (rows > 0 && place(last) == null) {
            throw new IllegalStateException("the last record of the page has no `" + settings.field() + "` or no key,"
                    + " so keyset pagination cannot continue; check cursorField and keyField");
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

    /** The position of a row in the list; null when it has none. */
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
