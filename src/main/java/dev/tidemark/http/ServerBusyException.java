package dev.tidemark.http;

import java.io.IOException;

/** A server on the way, a login's or a proxy, may answer better later. */
final class ServerBusyException extends IOException {

    ServerBusyException(String message) {
        super(message);
    }
}
