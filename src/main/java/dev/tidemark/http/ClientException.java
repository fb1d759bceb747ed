package dev.tidemark.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that a retry cannot fix. The message is for the operator. */
final class ClientException extends IOException {

    ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
