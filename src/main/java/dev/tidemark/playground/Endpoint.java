package dev.tidemark.playground;

import java.io.IOException;

/**
 * Reads a call completely, and either refuses it or returns the response to write. It never refuses a call after writing
 * has started.
 */
@FunctionalInterface
interface Endpoint {

    Response respond(Call call) throws IOException;
}
