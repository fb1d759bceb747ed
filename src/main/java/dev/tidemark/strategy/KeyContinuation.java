package dev.tidemark.strategy;

import java.time.DateTimeException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on by a condition on the cursor and the key of the last row, for APIs without a token. */
final class KeyContinuation extends KeysetContinuation {

    private final CursorSettings settings;
    private int rows;
    private @Nullable Cursor cursor;
    private Map<String, @Nullable Object> last = Map.of();

    KeyContinuation(CursorSettings settings, String keyField) {
        super(keyField);
        this.settings = settings;
    }

    @Override
    public Map<String, String> first() {
        return Map.of();
    }

    @Override
    public boolean see(Map<String, @Nullable Object> row) {
        last = row;
        return super.see(row);
    }

    @Override
    public boolean pageRead(int count, @Nullable String fact) {
        rows = count;
        cursor = cursor(last);
        if (rows > 0 && (cursor == null || lastKey() == null)) {
            throw new IllegalStateException("the last record of the page has no `" + settings.field() + "` or no key,"
                    + " so it cannot be said where the list goes on; check cursorField and keyField");
        }
        return rows > 0;
    }

    @Override
    public @Nullable PageRequest next() {
        String key = lastKey();
        return rows == 0 || cursor == null || key == null
                ? null
                : PageRequest.next(Map.of("cursor", settings.exactly(cursor), "key", key));
    }

    private @Nullable Cursor cursor(Map<String, @Nullable Object> row) {
        try {
            return settings.of(row);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    @Override
    public boolean isOrdered() {
        return true;
    }
}
