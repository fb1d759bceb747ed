package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.json.JsonPath;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response to the end, by its status, headers and body.
 *
 * @param recordsPath where the records are
 * @param errorPath where it reports an error; null when it does not
 * @param pageInfoPath where it has the information on the next page; null when it has none
 * @param emptyWhenMissing whether it has no records when the array's field is missing
 * @param chunkSize how many records are kept in memory
 */
record ResponseReader(
        RecordsPath recordsPath,
        @Nullable JsonPath errorPath,
        @Nullable JsonPath pageInfoPath,
        boolean emptyWhenMissing,
        int chunkSize) {

    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    /** The bytes of a body that are enough to recognize its format. */
    private static final int BEGINNING = 200;

    /**
     * Reads it.
     *
     * @param look receives each record; null for none
     * @throws PageException when it does not match the source's parameters
     */
    ReadPage read(Exchange exchange, PageRequest request, @Nullable Consumer<Map<String, @Nullable Object>> look)
            throws IOException {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (status == NO_CONTENT) {
            requireNoBody(exchange);
            return new ReadPage(null, recordsPath, 0, 0, List.of(), null);
        }
        try {
            ReadPage page = readBody(exchange, request, look);
            if (status == ACCEPTED && page.rows() == 0) {
                page.close();
                throw new PageException("the response has no records");
            }
            return page;
        } catch (PageException e) {
            throw status == ACCEPTED
                    ? new PageException(
                            "the API responded with 202 Accepted: its response is not ready yet (" + e.getMessage()
                                    + "); put the address of the finished result in url",
                            e)
                    : e;
        }
    }

    private ReadPage readBody(
            Exchange exchange, PageRequest request, @Nullable Consumer<Map<String, @Nullable Object>> look)
            throws IOException {
        InputStream in = exchange.getMessage().getBody(InputStream.class);
        if (in == null) {
            throw new PageException("the response has no body");
        }
        InputStream body =
                (InputStream) exchange.getContext().getTypeConverter().convertTo(StreamCache.class, exchange, in);
        // Where the path may match several places, the match is known only at the end.
        Head head = new Head(chunkSize, recordsPath.array().exact() ? look : null);
        JsonPage page = new JsonPage(recordsPath, errorPath, pageInfoPath, head);
        String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
        ReadPage read;
        try (InputStream bytes = ReadPage.fromStart(body)) {
            page.read(bytes, request.isContinuation(), emptyWhenMissing && !UnreadableBody.isLines(type));
            RecordsPath place = page.place();
            read = new ReadPage(
                    body,
                    place == null ? recordsPath : place,
                    page.elements(),
                    head.rows(),
                    head.records(),
                    page.pageInfo());
        } catch (JsonProcessingException e) {
            byte[] beginning = beginning(body);
            body.close();
            throw new UnreadableBody(beginning, type, header(exchange, "Content-Encoding")).refused(e);
        } catch (PageException e) {
            body.close();
            throw UnreadableBody.isLines(type)
                    ? new PageException("the response cannot be read: " + UnreadableBody.LINES, e)
                    : e;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
        if (look != null && !recordsPath.array().exact()) {
            read.show(look);
        }
        return read;
    }

    /** The body of such a response cannot be read: it may be records, or an error. */
    private static void requireNoBody(Exchange exchange) {
        String length = header(exchange, "Content-Length");
        if (length != null && !length.equals("0")) {
            throw new PageException(
                    "the API responded with 204 No Content, and with a body of " + SafeText.excerpt(length)
                            + " bytes, which that status does not allow; have the API respond with 200");
        }
    }

    private static byte[] beginning(InputStream body) throws IOException {
        try (InputStream in = ReadPage.fromStart(body)) {
            return in.readNBytes(BEGINNING);
        }
    }

    /** All values of a header; null when it is missing. */
    static @Nullable String header(Exchange exchange, String name) {
        Object value = exchange.getMessage().getHeader(name);
        return value instanceof Iterable<?> several
                ? StreamSupport.stream(several.spliterator(), false)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                : value == null ? null : value.toString();
    }
}
