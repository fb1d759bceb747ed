package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes the JSON of one answer straight to the client. */
@FunctionalInterface
interface Answer {

    void writeTo(JsonGenerator json) throws IOException;
}
