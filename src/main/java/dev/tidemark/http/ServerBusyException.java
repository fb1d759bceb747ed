package dev.tidemark.http;

import java.io.IOException;

/** A login server or proxy failed; a retry may succeed. */
final class ServerBusyException extends IOException {

    ServerBusyException(String message) {
        super(message);
    }
}
