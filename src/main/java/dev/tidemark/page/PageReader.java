package dev.tidemark.page;

import dev.tidemark.http.NamedClient;
import dev.tidemark.http.RequestParameters;
import dev.tidemark.json.JsonPath;
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
    private static final String DEFAULT_RECORDS_PATH = "data";

    /** The statuses of servers for a page number past the last one. */
    private static final Set<Integer> NO_SUCH_PAGE = Set.of(400, 404, 410, 416, 422);

    private FormatName format = FormatName.JSON;
    private RecordsPath recordsPath = RecordsPath.of(DEFAULT_RECORDS_PATH);
    private @Nullable JsonPath errorPath;
    private @Nullable JsonPath pageInfoPath;
    private @Nullable String pageInfoHeader;
    private boolean emptyWhenMissing;
    private @Nullable RequestParameters parameters;
    private @Nullable NamedClient client;
    private int chunkSize = 5000;

    /** {@code json} or {@code ndjson}. */
    public void setFormat(String format) {
        this.format = FormatName.of(format);
    }

    /** Where the array of records is; {@code []} after a name enters each element of that array. */
    public void setRecordsPath(String recordsPath) {
        this.recordsPath = RecordsPath.of(recordsPath);
    }

    /** Where an API that responds to everything with 200 reports an error; empty when it does not. */
    public void setErrorPath(String errorPath) {
        this.errorPath = errorPath.isEmpty() ? null : JsonPath.of(errorPath);
    }

    /** Where the response has the information on the next page: a path, or {@code header:NAME}; empty when it has none. */
    public void setPageInfoPath(String pageInfoPath) {
        boolean header = pageInfoPath.startsWith(HEADER);
        this.pageInfoHeader = header ? pageInfoPath.substring(HEADER.length()) : null;
        this.pageInfoPath = header || pageInfoPath.isEmpty() ? null : JsonPath.of(pageInfoPath);
    }

    /** Whether a response without the array's field is an empty list, as one with null in the field is. */
    public void setEmptyWhenMissing(boolean emptyWhenMissing) {
        this.emptyWhenMissing = emptyWhenMissing;
    }

    /** The maximum number of records in a chunk. */
    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /**
     * Checks the paths against each other.
     *
     * @param name the name of the parameter for the information on the next page
     * @param needed whether the source requires it
     * @throws IllegalArgumentException when it would be inside the records, which are not searched
     */
    public void validate(String name, boolean needed) {
        JsonPath place = pageInfoPath;
        requireWholeBody(name, needed);
        if (place == null) {
            return;
        }
        boolean all = recordsPath.array().names().isEmpty();
        if (all ? needed : place.leadsInto(recordsPath.array())) {
            throw new IllegalArgumentException(name + " `" + place.text() + "` points into the records:"
                    + " recordsPath is `"
                    + recordsPath.text() + "`" + (all ? ", the whole response; write" : "; use a path outside them or")
                    + " `header:NAME`");
        }
    }

    /** A format whose body is nothing but records has no place for anything else. */
    private void requireWholeBody(String pageInfoName, boolean needed) {
        if (!format.isOnlyRecords()) {
            return;
        }
        String rule = ": with format " + format + ", the whole response is the records; ";
        if (!recordsPath.text().equals(RecordsPath.WHOLE.text())
                && !recordsPath.text().equals(DEFAULT_RECORDS_PATH)) {
            throw new IllegalArgumentException("recordsPath is `" + recordsPath.text() + "`" + rule + "write `.`");
        }
        if (errorPath != null) {
            throw new IllegalArgumentException("errorPath is `" + errorPath.text() + "`" + rule + "remove it");
        }
        if (pageInfoPath != null) {
            throw new IllegalArgumentException(
                    pageInfoName + " is `" + pageInfoPath.text() + "`" + rule + "write `header:NAME`"
                            + (needed ? "" : ", or leave it empty (\"\") when the response does not say it"));
        }
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
        return new ResponseReader(bodyFormat(), place(), chunkSize);
    }

    private RecordsPath place() {
        return format.isOnlyRecords() ? RecordsPath.WHOLE : recordsPath;
    }

    private BodyFormat bodyFormat() {
        return switch (format) {
            case JSON -> new JsonFormat(recordsPath, errorPath, pageInfoPath, emptyWhenMissing);
            case NDJSON -> new LinesFormat();
        };
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
        exchange.getMessage().setBody(ReadPage.none(bodyFormat(), place()));
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
