package dev.tidemark.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that another attempt does not mend. The message is for the person who runs the program. */
final class ClientException extends IOException {

    ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
