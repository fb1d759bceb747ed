package dev.tidemark.playground;

import java.io.IOException;

/** Reads a call in full, refusing it or returning the answer to write: nothing is refused once writing began. */
@FunctionalInterface
interface Endpoint {

    Answer answer(Call call) throws IOException;
}
