package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of a value that is not an array of objects, one after the other. Not thread-safe. */
interface RecordShape {

    RecordsAs as();

    /**
     * The next record; null after the last one. Before the first call, the parser is at the value's first token; after the
     * last one, at its last.
     *
     * @throws PageException when there is something else in the place of a record
     */
    @Nullable
    Map<String, @Nullable Object> next(JsonParser parser) throws IOException;

    /** The records of the value where a parser is. */
    default Iterator<Map<String, @Nullable Object>> records(JsonParser parser) {
        return new ReadAhead() {
            @Override
            @Nullable
            Map<String, @Nullable Object> read() throws IOException {
                return RecordShape.this.next(parser);
            }
        };
    }
}
