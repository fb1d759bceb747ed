package dev.tidemark.sync;

import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import java.io.Closeable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one sync, one after the other: the request for each, and what the strategy learns of it. The next page may be
 * fetched while the last chunk of the page before it is written. Not thread-safe; confined to the sync's thread.
 */
public final class PageSource implements Closeable {

    /** Fetches a page on an exchange of its own, on another thread. */
    public interface Fetch {
        /** @return the exchange with the response */
        Exchange page(PageRequest request) throws Exception;
    }

    private final Paging paging;
    private final Tally tally;
    private final ReadAhead readAhead = new ReadAhead();
    private @Nullable Object client;
    private @Nullable PageRequest upcoming;
    private @Nullable PageRequest request;

    PageSource(Paging paging, Tally tally) {
        this.paging = paging;
        this.tally = tally;
    }

    /** The next request. */
    public PageRequest next() {
        tally.pageStarts();
        request = upcoming == null ? paging.next() : upcoming;
        upcoming = null;
        return request;
    }

    /** The request that was made last. */
    public PageRequest request() {
        return Objects.requireNonNull(request, "nothing was requested yet");
    }

    /** A client makes a request on the sync's way; the first one that does is that of the pages. */
    public void requestedBy(Object requesting) {
        client = client == null ? requesting : client;
    }

    /** Whether a client is that of the pages. */
    public boolean isRequestedBy(Object requesting) {
        return client == requesting;
    }

    /** Begins to fetch the page after this one. */
    void readAhead(CamelContext context, Fetch fetch) {
        PageRequest next = paging.next();
        upcoming = next;
        readAhead.start(context, () -> fetch.page(next));
    }

    /** Whether the page of the last request is fetched already, or being fetched. */
    public boolean isReadAhead() {
        return readAhead.isUnderWay();
    }

    /**
     * Waits for the page that is read ahead and puts the response onto an exchange.
     *
     * @throws Exception what went wrong when it was fetched
     */
    public void take(Exchange exchange) throws Exception {
        readAhead.take(exchange);
    }

    /** Lets the strategy look at a record of the page. */
    public void see(Map<String, @Nullable Object> row) {
        paging.see(row);
    }

    /** When the API gave the page, by its own clock. */
    public void respondedAt(Instant date) {
        paging.respondedAt(date);
    }

    /**
     * The page was read to its end.
     *
     * @param rows how many records it holds
     * @param fact what it says about further pages; null when nothing
     */
    public void read(int rows, @Nullable String fact) {
        tally.read(rows);
        paging.pageRead(fact);
    }

    /** Where a response would state the next page, if none of this sync has; see {@link Paging#missingNextPage}. */
    public @Nullable String missingNextPage() {
        return paging.missingNextPage();
    }

    /** Lets go of a page that nobody takes. */
    @Override
    public void close() {
        readAhead.close();
    }

    Paging paging() {
        return paging;
    }
}
