package dev.tidemark.page;

import dev.tidemark.http.NamedClient;
import dev.tidemark.http.RequestParameters;
import dev.tidemark.json.JsonPath;
import dev.tidemark.strategy.LinkHeader;
import dev.tidemark.sync.PageSource;
import dev.tidemark.sync.SyncRun;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultExchange;
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
    private boolean emptyWhenMissing;
    private @Nullable RequestParameters parameters;
    private @Nullable NamedClient client;
    private int chunkSize = 5000;

    /** Where the array of records is. */
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

    /** Whether a response without the array's field is a list without records, as one with null there is. */
    public void setEmptyWhenMissing(boolean emptyWhenMissing) {
        this.emptyWhenMissing = emptyWhenMissing;
    }

    /** The most records of one chunk. */
    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /**
     * Checks the paths against each other.
     *
     * @param name what the place is called where the response says how its list goes on
     * @param needed whether the source cannot do without it
     * @throws IllegalArgumentException when it would be in the records, where nothing is looked for
     */
    public void validate(String name, boolean needed) {
        JsonPath place = factPath;
        if (place == null) {
            return;
        }
        boolean all = recordsPath.names().isEmpty();
        if (all ? needed : place.leadsInto(recordsPath)) {
            throw new IllegalArgumentException(name + " `" + place.text() + "` leads into the records: recordsPath is `"
                    + recordsPath.text() + "`" + (all ? ", the whole response; write" : "; write a path beside them or")
                    + " `header:NAME`");
        }
    }

    /** What makes the requests: with the client, it also fetches the next page while the last chunk is written. */
    public void setRequest(RequestParameters request) {
        this.parameters = request;
    }

    /** Through which requests are made. */
    public void setClient(NamedClient client) {
        this.client = client;
    }

    /**
     * The chunks of the response in the exchange's body. To be closed.
     *
     * @throws PageException when the response is not what the source's parameters say; nothing of it was handed out
     */
    public Iterator<List<Map<String, @Nullable Object>>> chunks(Exchange exchange) throws IOException {
        SyncRun run = SyncRun.of(exchange);
        PageSource pages = run.pages();
        ReadPage page = page(exchange, pages);
        try {
            describe(exchange, pages, page);
            return new Chunks(run, page.records(), chunkSize, page, () -> readAhead(run, exchange.getContext()));
        } catch (IOException | RuntimeException e) {
            page.close();
            throw e;
        }
    }

    /** The page, once the strategy has seen its records. */
    private ReadPage page(Exchange exchange, PageSource pages) throws IOException {
        if (exchange.getMessage().getBody() instanceof ReadPage ahead) {
            ahead.show(pages::see);
            return ahead;
        }
        return reader().read(exchange, pages.request(), pages::see);
    }

    private void describe(Exchange exchange, PageSource pages, ReadPage page) {
        String stated = ResponseReader.header(exchange, "Date");
        Instant date = stated == null ? null : DateUtils.parseStandardDate(stated);
        if (date != null) {
            pages.respondedAt(date);
        }
        validate("the place of the next page", pages.missingNextPage() != null);
        pages.read(page.rows(), factHeader == null ? page.fact() : ResponseReader.header(exchange, factHeader));
        requireNoOtherNext(exchange, pages);
    }

    private ResponseReader reader() {
        return new ResponseReader(recordsPath, errorPath, factPath, emptyWhenMissing, chunkSize);
    }

    private void readAhead(SyncRun run, CamelContext context) {
        NamedClient sender = client;
        RequestParameters source = parameters;
        if (sender != null && source != null && run.pages().isRequestedBy(sender)) {
            run.readAhead(request -> {
                Exchange own = new DefaultExchange(context);
                source.put(request, run.source(), own.getMessage());
                sender.send(own);
                own.getMessage().setBody(reader().read(own, request, null));
                return own;
            });
        }
    }

    /**
     * Takes a refusal for a page without records, when the API itself has said that there is no such page.
     *
     * @throws HttpOperationFailedException the refusal, when it has not
     */
    public void refused(Exchange exchange) throws HttpOperationFailedException {
        HttpOperationFailedException refusal =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, HttpOperationFailedException.class);
        if (!SyncRun.of(exchange).pages().request().beyondTotal() || !NO_SUCH_PAGE.contains(refusal.getStatusCode())) {
            throw refusal;
        }
        exchange.getMessage().setBody(recordsPath.names().isEmpty() ? "[]" : "{}");
    }

    private static void requireNoOtherNext(Exchange exchange, PageSource pages) {
        String place = pages.missingNextPage();
        String link = ResponseReader.header(exchange, "Link");
        if (place != null && link != null && LinkHeader.next(link) != null) {
            throw new PageException("the answer has a Link header with the next page, and nothing at " + place
                    + ", where it is looked for; use the strategy next-url with nextUrlPath: header:Link");
        }
    }
}
