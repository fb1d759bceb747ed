package dev.tidemark.sync;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A sync cannot go on now, though nothing is wrong with it: it ends with what was stored, and the next one goes on from
 * there. The message says why; null when the program is being stopped, which explains itself.
 */
public final class SyncStoppedException extends IOException {

    public SyncStoppedException(@Nullable String message) {
        super(message);
    }
}
