package dev.tidemark.page;

/** An answer is not what the source's parameters say it is. The message is for the person who wrote the source. */
public final class PageException extends RuntimeException {

    PageException(String message) {
        super(message);
    }

    PageException(String message, Throwable cause) {
        super(message, cause);
    }
}
