package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes the JSON of one response straight to the client. */
@FunctionalInterface
interface Response {

    void writeTo(JsonGenerator json) throws IOException;
}
