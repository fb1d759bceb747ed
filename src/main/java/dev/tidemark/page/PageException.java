package dev.tidemark.page;

import org.jspecify.annotations.Nullable;

/** A response does not match the source's parameters. The message is for the author of the source. */
public final class PageException extends RuntimeException {

    PageException(String message) {
        super(message);
    }

    PageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
