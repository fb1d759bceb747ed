package dev.tidemark.page;

import dev.tidemark.strategy.PageRequest;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
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
 * @param format the format of the body
 * @param recordsPath where the records are
 * @param chunkSize how many records are kept in memory
 */
record ResponseReader(BodyFormat format, RecordsPath recordsPath, int chunkSize) {

    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

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
            return ReadPage.none(format, recordsPath);
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
        ResponseBody body = new ResponseBody(
                (InputStream) exchange.getContext().getTypeConverter().convertTo(StreamCache.class, exchange, in),
                exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class),
                header(exchange, "Content-Encoding"));
        // Where the path may match several places, the match is known only at the end.
        boolean exact = recordsPath.array().exact();
        Head head = new Head(chunkSize, exact ? look : null);
        ReadPage read;
        try {
            BodyFormat.Content content = format.read(body, request.isContinuation(), head);
            read = new ReadPage(
                    body, format, content.place(), content.elements(), head.rows(), head.records(), content.pageInfo());
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
        if (look != null && !exact) {
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
