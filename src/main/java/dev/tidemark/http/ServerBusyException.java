package dev.tidemark.http;

import java.io.IOException;

/** A login's server may answer better later. */
final class ServerBusyException extends IOException {

    ServerBusyException(String message) {
        super(message);
    }
}
