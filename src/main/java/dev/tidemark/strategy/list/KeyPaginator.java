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
    private @Nullable Map<String, @Nullable Object> last;
    private @Nullable Map<String, @Nullable Object> lastButOne;
    private @Nullable Map<String, @Nullable Object> anchor;
    private @Nullable Map<String, String> place;
    private @Nullable Map<String, String> placeBefore;
    private int rows;
    private boolean moved;

    KeyPaginator(CursorSettings settings, String keyField) {
        super(keyField);
        this.settings = settings;
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
    public void nested() {
        throw new IllegalStateException(
                "nextQuery with {cursor} and {key} cannot page through nested records, as a page"
                        + " may end within an element of the API's list; request pages by {token}, or use another strategy");
    }

    @Override
    public boolean pageRead(int count, @Nullable String pageInfo) {
        moved |= rows == 0 && anchor != null;
        // Now: the route may change the rows while they are written.
        place = place(last);
        placeBefore = place(lastButOne);
        last = last == null ? null : new HashMap<>(last);
        if (rows > 0 && place == null) {
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
        Map<String, String> from = placeBefore == null ? place : placeBefore;
        anchor = placeBefore == null ? null : last;
        begin();
        return from == null ? null : PageRequest.next(from);
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
            String key = row == null ? null : key(row);
            return cursor == null || key == null ? null : Map.of("cursor", settings.exactly(cursor), "key", key);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    @Override
    public boolean isOrdered() {
        return true;
    }
}
