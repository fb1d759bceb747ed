package dev.tidemark.sync;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A sync cannot continue now, without an error: it ends with what was stored, and the next one resumes from there. The
 * message gives the reason; null when the program is being stopped.
 */
public final class SyncStoppedException extends IOException {

    public SyncStoppedException(@Nullable String message) {
        super(message);
    }
}
