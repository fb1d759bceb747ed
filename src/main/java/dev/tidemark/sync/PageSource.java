package dev.tidemark.sync;

import dev.tidemark.database.DestinationType;
import dev.tidemark.row.EmptyElement;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import java.io.Closeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one sync, in order: the request for each, and what the strategy learns from it. The next page may be fetched
 * while the last chunk of the previous page is written. Not thread-safe; confined to the sync's thread.
 */
public final class PageSource implements Closeable {

    /** Fetches a page on a separate exchange and thread. */
    public interface Fetch {
        /** @return the exchange with the response */
        Exchange page(PageRequest request) throws Exception;
    }

    private final Paging paging;
    private Map<String, DestinationType> columnTypes = Map.of();
    private final SyncStats stats;
    private final PartitionValues values;
    private final ReadAhead readAhead = new ReadAhead();
    private @Nullable Object client;
    private Map<String, String> first = Map.of();
    private @Nullable PageRequest upcoming;
    private @Nullable PageRequest request;

    /** @param values what requests and records get in addition */
    PageSource(Paging paging, SyncStats stats, PartitionValues values) {
        this.paging = paging;
        this.stats = stats;
        this.values = values;
    }

    /** The next request. */
    public PageRequest next() {
        stats.pageStarts();
        request = upcoming == null ? complete(paging.next()) : upcoming;
        upcoming = null;
        return request;
    }

    /** Links may be relative to the first request, so that the following ones keep its values. */
    private PageRequest complete(PageRequest next) {
        if (next.link() != null) {
            return next.with(first);
        }
        PageRequest all = values.in(next);
        first = first.isEmpty() ? all.values() : first;
        return all;
    }

    /** The last request. */
    public PageRequest request() {
        return Objects.requireNonNull(request, "nothing was requested yet");
    }

    /** Called when a client makes a request for the sync; the first such client is the one that fetches the pages. */
    public void requestedBy(Object requesting) {
        client = client == null ? requesting : client;
    }

    /** Whether a client is the one that fetches the pages. */
    public boolean isRequestedBy(Object requesting) {
        return client == requesting;
    }

    /** Starts to fetch the next page. */
    void readAhead(CamelContext context, Fetch fetch) {
        PageRequest next = complete(paging.next());
        upcoming = next;
        readAhead.start(context, () -> fetch.page(next));
    }

    /** Whether the page of the last request was fetched, or is being fetched. */
    public boolean isReadAhead() {
        return readAhead.isUnderWay();
    }

    /**
     * Waits for the page that is read ahead and sets its response on an exchange.
     *
     * @throws Exception why the page could not be fetched
     */
    public void take(Exchange exchange) throws Exception {
        readAhead.take(exchange);
    }

    /** Passes a record of the page, or an element without any, to the strategy. */
    public void see(Map<String, @Nullable Object> row) {
        if (row instanceof EmptyElement) {
            paging.seeEmpty(row);
        } else {
            values.addTo(row);
            paging.see(row);
        }
    }

    /** Called before {@link #read} for a page whose records are nested in so many elements. */
    public void nestedIn(int elements) {
        paging.nestedIn(elements);
    }

    /** Sets the time of the page, by the API's own clock. */
    public void respondedAt(Instant date) {
        paging.respondedAt(date);
    }

    /** The types of a database source's columns by their names; empty when it is not a database. */
    public Map<String, DestinationType> columnTypes() {
        return columnTypes;
    }

    public void columnTypes(Map<String, DestinationType> types) {
        columnTypes = types;
    }

    /**
     * Called when the page was read to its end.
     *
     * @param rows how many records it holds
     * @param pageInfo its value for the next page; null when it has none
     */
    public void read(int rows, @Nullable String pageInfo) {
        stats.read(rows);
        paging.pageRead(pageInfo);
    }

    /** Where a response would report a next page, if no response of this sync did; see {@link Paging#missingNextPage}. */
    public @Nullable String missingNextPage() {
        return paging.missingNextPage();
    }

    /** Completes the records of a chunk, which may have been read again since they were passed to the strategy. */
    void complete(List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        records.forEach(values::addTo);
        if (next != null) {
            values.addTo(next);
        }
    }

    /** Discards a page that nobody reads. */
    @Override
    public void close() {
        readAhead.close();
    }

    Paging paging() {
        return paging;
    }
}
