package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.strategy.LinkHeader;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.sync.Sync;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer to its end before any of it is written, so that half a document writes nothing and the order of its
 * records is known; then hands its records out in chunks. Memory holds one chunk: an answer with more records is kept
 * in a temporary file meanwhile.
 */
public final class PageReader {

    private static final String HEADER = "header:";

    /** What servers say to the number of a page past the last. */
    private static final Set<Integer> NO_SUCH_PAGE = Set.of(400, 404, 410, 416, 422);

    private JsonPath recordsPath = JsonPath.of("data");
    private @Nullable JsonPath errorPath;
    private @Nullable JsonPath factPath;
    private @Nullable String factHeader;
    private int chunkSize = 5000;

    /** Where the array of records stands. */
    public void setRecordsPath(String recordsPath) {
        this.recordsPath = JsonPath.of(recordsPath);
    }

    /** Where an API that answers 200 to everything tells of an error; empty when it does not. */
    public void setErrorPath(String errorPath) {
        this.errorPath = errorPath.isEmpty() ? null : JsonPath.of(errorPath);
    }

    /** Where the answer says how its list goes on: a path, or {@code header:NAME}; empty when it does not. */
    public void setFactPath(String factPath) {
        boolean header = factPath.startsWith(HEADER);
        this.factHeader = header ? factPath.substring(HEADER.length()) : null;
        this.factPath = header || factPath.isEmpty() ? null : JsonPath.of(factPath);
    }

    /** The most records of one chunk. */
    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /**
     * The chunks of the answer in the exchange's body.
     *
     * @throws PageException when the answer is not what the source's parameters say; nothing of it was handed out
     */
    public Iterator<List<Map<String, @Nullable Object>>> chunks(Exchange exchange) throws IOException {
        Sync sync = Sync.of(exchange);
        sync.readAhead().readBy(this::readAhead);
        ReadPage page;
        if (exchange.getMessage().getBody() instanceof ReadPage ahead) {
            page = ahead;
            sync.closeWithPage(page);
            page.records().forEachRemaining(sync::see);
        } else {
            page = read(exchange, sync.request(), sync::see);
            sync.closeWithPage(page);
        }
        String stated = header(exchange, "Date");
        Instant date = stated == null ? null : DateUtils.parseStandardDate(stated);
        if (date != null) {
            sync.respondedAt(date);
        }
        sync.pageRead(page.rows(), factHeader == null ? page.fact() : header(exchange, factHeader));
        requireNoOtherNext(exchange, sync);
        return new Chunks(sync, page.records(), chunkSize);
    }

    private void readAhead(Exchange exchange, PageRequest request) throws IOException {
        exchange.getMessage().setBody(read(exchange, request, row -> {}));
    }

    private ReadPage read(Exchange exchange, PageRequest request, Consumer<Map<String, @Nullable Object>> look)
            throws IOException {
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        if (body == null) {
            throw new PageException("the answer has no body");
        }
        Spool spool = Spool.of(body);
        List<Map<String, @Nullable Object>> head = new ArrayList<>();
        int[] rows = {0};
        JsonPage page = new JsonPage(recordsPath, errorPath, factPath);
        try (InputStream in = spool.read()) {
            page.read(in, request.goesOn(), row -> {
                look.accept(row);
                rows[0]++;
                if (rows[0] <= chunkSize) {
                    head.add(row);
                } else {
                    head.clear();
                }
            });
        } catch (JsonProcessingException e) {
            boolean gzip = isGzip(spool);
            spool.close();
            throw gzip ? compressed(e, contentType(exchange)) : unreadable(e, contentType(exchange));
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        return new ReadPage(spool, recordsPath, rows[0], head, page.fact());
    }

    /**
     * Takes a refusal for a page without records, when the API itself has said that there is no such page.
     *
     * @throws HttpOperationFailedException the refusal, when it has not
     */
    public void refused(Exchange exchange) throws HttpOperationFailedException {
        HttpOperationFailedException refusal =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, HttpOperationFailedException.class);
        if (!Sync.of(exchange).request().beyondTotal() || !NO_SUCH_PAGE.contains(refusal.getStatusCode())) {
            throw refusal;
        }
        exchange.getMessage().setBody(recordsPath.names().isEmpty() ? "[]" : "{}");
    }

    private static void requireNoOtherNext(Exchange exchange, Sync sync) {
        String place = sync.untoldAt();
        String link = header(exchange, "Link");
        if (place != null && link != null && LinkHeader.next(link) != null) {
            throw new PageException("the answer has a Link header with the next page, and nothing at " + place
                    + ", where it is looked for; use the strategy next-url with nextUrlPath: header:Link");
        }
    }

    private static boolean isGzip(Spool spool) throws IOException {
        try (InputStream in = spool.read()) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    private static PageException compressed(JsonProcessingException e, String contentType) {
        return new PageException(
                "the answer (" + contentType + ") is compressed with gzip and does not say so; the server, or a proxy"
                        + " before it, has to send the header `Content-Encoding: gzip`",
                e);
    }

    private static PageException unreadable(JsonProcessingException e, String contentType) {
        String where =
                e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
        String what =
                e instanceof JsonParseException ? e.getOriginalMessage() : "it does not fit: " + e.getOriginalMessage();
        return new PageException(
                "the answer (" + contentType + ") is not a whole JSON document" + where + ": " + Excerpt.of(what), e);
    }

    private static @Nullable String header(Exchange exchange, String name) {
        Object value = exchange.getMessage().getHeader(name);
        return value instanceof Iterable<?> several
                ? StreamSupport.stream(several.spliterator(), false)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                : value == null ? null : value.toString();
    }

    private static String contentType(Exchange exchange) {
        String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
        return type == null ? "of no content type" : Excerpt.of(type);
    }
}
