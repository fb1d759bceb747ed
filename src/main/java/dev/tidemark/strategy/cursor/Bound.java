package dev.tidemark.strategy.cursor;

import org.jspecify.annotations.Nullable;

/**
 * The lower bound of a request.
 *
 * @param text what is sent
 * @param value its value: no returned record may be below it
 */
public record Bound(String text, Cursor value) {

    /** The failure of an API that returned a record below this bound. */
    public IllegalStateException isNotHonoured(@Nullable Cursor least) {
        return new IllegalStateException("requested records since `" + text + "`, the API returned one with `" + least
                + "`: it does not honour the cursor as it is sent; check query and cursorFormat");
    }
}
