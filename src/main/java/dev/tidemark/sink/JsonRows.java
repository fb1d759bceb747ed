package dev.tidemark.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** The rows of a statement as one JSON text: an array of arrays of texts. */
final class JsonRows {

    private static final int ALWAYS_ROOM = 100_000;
    private static final int STATEMENT_ROOM = 65_536;
    private static final String TOO_LONG = "22001";
    private static final JsonFactory JSON = new JsonFactory();

    private JsonRows() {}

    /** The limit of a server on a statement, in bytes. */
    interface Limit {
        int bytes() throws SQLException;
    }

    /** @param text converts a value that is not null to text */
    static String text(List<Rows.Row> rows, Function<Object, String> text) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartArray();
            for (Rows.Row row : rows) {
                json.writeStartArray();
                for (Object value : row.values()) {
                    json.writeString(value == null ? null : text.apply(value));
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toString();
    }

    /** A statement beyond the server's limit would break the connection, so fewer rows are tried, down to one. */
    static void requireRoom(String json, Limit limit) throws SQLException {
        if (json.length() < ALWAYS_ROOM) {
            return;
        }
        long escaped = json.chars().filter(each -> "\"'\\".indexOf(each) >= 0).count();
        long bytes = json.getBytes(StandardCharsets.UTF_8).length + escaped + STATEMENT_ROOM;
        int most = limit.bytes();
        if (bytes > most) {
            throw new SQLException(
                    "it needs a statement of " + bytes + " bytes, and the server's max_allowed_packet is " + most
                            + "; raise it to write the record",
                    TOO_LONG);
        }
    }
}
