package dev.tidemark.page;

import dev.tidemark.http.NamedClient;
import dev.tidemark.http.RequestParameters;
import dev.tidemark.strategy.list.LinkHeader;
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
 * Reads a response to the end before any of it is written: a truncated document writes nothing, and the order of its records
 * is known. Then hands its records out in chunks. Memory holds one chunk; a larger response is kept in a temporary file.
 */
public final class PageReader {

    private static final String HEADER = "header:";

    /** The statuses of servers for a page number past the last one. */
    private static final Set<Integer> NO_SUCH_PAGE = Set.of(400, 404, 410, 416, 422);

    private final BodySettings body = new BodySettings();
    private @Nullable String pageInfoHeader;
    private @Nullable RequestParameters parameters;
    private @Nullable NamedClient client;
    private int chunkSize = 5000;

    /** {@code json}, {@code ndjson}, {@code csv} or {@code xml}. */
    public void setFormat(String format) {
        body.setFormat(format);
    }

    /** Where the array of records is; {@code []} after a name enters each element of that array. */
    public void setRecordsPath(String recordsPath) {
        body.setRecordsPath(recordsPath);
    }

    /** {@code list}, {@code one}, {@code map} or {@code values}: what is at the records' path. */
    public void setRecordsAs(String recordsAs) {
        body.setRecordsAs(recordsAs);
    }

    /** Where the names of the records' values are; empty unless the records are values. */
    public void setColumnsPath(String columnsPath) {
        body.setColumnsPath(columnsPath);
    }

    /** Where an API that responds to everything with 200 reports an error; empty when it does not. */
    public void setErrorPath(String errorPath) {
        body.setErrorPath(errorPath);
    }

    /** Where the response has the information on the next page: a path, or {@code header:NAME}; empty when it has none. */
    public void setPageInfoPath(String pageInfoPath) {
        boolean header = pageInfoPath.startsWith(HEADER);
        this.pageInfoHeader = header ? pageInfoPath.substring(HEADER.length()) : null;
        body.setPageInfoPath(header ? "" : pageInfoPath);
    }

    /** Whether a response without the array's field, or without CSV's header, is an empty list. */
    public void setEmptyWhenMissing(boolean emptyWhenMissing) {
        body.setEmptyWhenMissing(emptyWhenMissing);
    }

    /** The character between the cells of CSV; {@code tab} for a tab. */
    public void setCsvSeparator(String csvSeparator) {
        body.setCsvSeparator(csvSeparator);
    }

    /** The maximum number of records in a chunk. */
    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /**
     * Checks the parameters of the response against each other.
     *
     * @param name the name of the parameter for the information on the next page
     * @param needed whether the source requires it
     * @throws IllegalArgumentException when they contradict each other
     */
    public void validate(String name, boolean needed) {
        body.validate(name, needed);
    }

    /** The endpoint of the requests. With the client, it also fetches the next page while the last chunk is written. */
    public void setRequest(RequestParameters request) {
        this.parameters = request;
    }

    /** The client that makes the requests. */
    public void setClient(NamedClient client) {
        this.client = client;
    }

    /**
     * Returns the chunks of the response in the exchange's body. The caller must close them.
     *
     * @throws PageException when the response does not match the source's parameters; none of it was handed out
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
        if (page.isNested()) {
            pages.nestedIn(page.elements());
        }
        pages.read(
                page.rows(),
                pageInfoHeader == null ? page.pageInfo() : ResponseReader.header(exchange, pageInfoHeader));
        requireNoOtherNext(exchange, pages);
    }

    private ResponseReader reader() {
        return new ResponseReader(body.format(), body.recordsPath(), chunkSize);
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
     * Treats an error as a page without records, when the API itself has reported that there is no such page.
     *
     * @throws HttpOperationFailedException the error, when it has not
     */
    public void refused(Exchange exchange) throws HttpOperationFailedException {
        HttpOperationFailedException refusal =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, HttpOperationFailedException.class);
        if (!SyncRun.of(exchange).pages().request().beyondTotal() || !NO_SUCH_PAGE.contains(refusal.getStatusCode())) {
            throw refusal;
        }
        exchange.getMessage().setBody(ReadPage.none(body.format(), body.recordsPath()));
    }

    private static void requireNoOtherNext(Exchange exchange, PageSource pages) {
        String place = pages.missingNextPage();
        String link = ResponseReader.header(exchange, "Link");
        if (place != null && link != null && LinkHeader.next(link) != null) {
            throw new PageException("the response has a Link header with the next page, and no value"
                    + " at " + place + ", where it is expected; use the strategy next-url with nextUrlPath:"
                    + " header:Link");
        }
    }
}
