package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Counts;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One run of a source: the strategy's paging, the state as it was last stored, and what was done so far. It travels as
 * an exchange property from the trigger to the sink. Used by one thread at a time.
 */
public final class Sync {

    static final String PROPERTY = "TidemarkSync";

    private final String source;
    private final String strategy;
    private final @Nullable String cursorField;
    private final Paging paging;
    private final Checkpoints checkpoints;
    private final Errand errand;
    private final Range range;
    private final SyncStart start;
    private final @Nullable Progress progress;
    private final boolean sinkCheckpoints;
    private final boolean hasCursor;
    private final Exchange exchange;
    private final Tally tally;
    private final List<String> warnings = new ArrayList<>();

    private final Chunk chunk;
    private final ReadAhead readAhead;
    private Closeable page = () -> {};
    private @Nullable PageRequest upcoming;
    private boolean answered;
    private @Nullable PageRequest request;
    private boolean over;
    private boolean rangeRead;

    Sync(
            String source,
            String strategy,
            @Nullable String cursorField,
            Paging paging,
            Checkpoints checkpoints,
            @Nullable StoredState stored,
            Errand errand,
            Range range,
            SyncStart start,
            boolean hasCursor,
            @Nullable Progress progress,
            boolean sinkCheckpoints,
            Exchange exchange) {
        this.source = source;
        this.strategy = strategy;
        this.cursorField = cursorField;
        this.paging = paging;
        this.checkpoints = checkpoints;
        this.chunk = new Chunk(checkpoints, stored);
        this.hasCursor = hasCursor;
        this.errand = errand;
        this.range = range;
        this.start = start;
        this.progress = progress;
        this.tally = new Tally(start);
        this.sinkCheckpoints = sinkCheckpoints;
        this.exchange = exchange;
        this.readAhead = new ReadAhead(exchange);
        exchange.setProperty(PROPERTY, this);
    }

    /** The sync that an exchange belongs to. */
    public static Sync of(Exchange exchange) {
        return Objects.requireNonNull(find(exchange), "no sync has begun on this exchange");
    }

    /** The sync that an exchange belongs to; null when it comes from another kind of route. */
    public static @Nullable Sync find(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Sync.class);
    }

    public String source() {
        return source;
    }

    /** The field of the records that tells newer from older; null when there is none. */
    public @Nullable String cursorField() {
        return cursorField;
    }

    /** What was done so far. */
    public Tally tally() {
        return tally;
    }

    /** Whether the program or the source's route is being stopped, or another program leads the source now: then no further chunk begins. */
    public boolean isStopping() {
        return Stopping.isUnder(exchange);
    }

    /** Whether nothing was asked for yet. */
    public boolean isFirstPage() {
        return tally.page() == 0;
    }

    /** Whether syncs before this one stored a cursor that this one goes on from. */
    public boolean hasCursor() {
        return hasCursor;
    }

    /** The next request. */
    public PageRequest nextRequest() {
        tally.pageStarts();
        request = upcoming == null ? paging.next() : upcoming;
        upcoming = null;
        answered = false;
        return request;
    }

    /**
     * Puts the answer to the request onto the exchange, if it was read ahead.
     *
     * @return whether it was
     * @throws Exception why it is not there although it was asked for
     */
    public boolean takeAnswer() throws Exception {
        answered = readAhead.take();
        return answered;
    }

    boolean isAnswered() {
        return answered;
    }

    /** What fetches the next page while this one's last chunk is written. */
    public ReadAhead readAhead() {
        return readAhead;
    }

    /** The request that was made last. */
    public PageRequest request() {
        return Objects.requireNonNull(request, "nothing was asked for yet");
    }

    /** Lets the strategy look at a record of the page. */
    public void see(Map<String, @Nullable Object> row) {
        paging.see(row);
    }

    /**
     * The page was read to its end.
     *
     * @param rows how many records it holds
     * @param fact what it says about further pages; null when nothing
     */
    public void pageRead(int rows, @Nullable String fact) {
        tally.read(rows);
        paging.pageRead(fact);
    }

    /** When the API gave the page, by its own clock. */
    public void respondedAt(Instant date) {
        paging.respondedAt(date);
    }

    /** Where an answer would tell of a next page, when none of this sync has; see {@link Paging#untoldAt}. */
    public @Nullable String untoldAt() {
        return paging.untoldAt();
    }

    /** Keeps what is to be closed once the page is done with. */
    public void closeWithPage(Closeable resource) throws IOException {
        page.close();
        page = resource;
    }

    /**
     * A chunk of the page is about to be handed out.
     *
     * @return what is to be handed out of it
     */
    public List<Map<String, @Nullable Object>> chunkStarts(
            List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        tally.chunkStarts();
        List<Map<String, @Nullable Object>> handedOut = range.of(records);
        chunk.starts(records.size(), handedOut.size(), paging.stateAfter(records, next));
        if (next == null && errand.equals(Errand.NONE) && hasNext()) {
            upcoming = paging.next();
            readAhead.start(upcoming);
        }
        return handedOut;
    }

    /** Whether nothing is to be written; then {@link #chunkPassed} is called for each chunk instead of handing it out. */
    public boolean isDryRun() {
        return errand.dryRun();
    }

    /** A chunk was read that is not to be handed out. */
    public void chunkPassed(List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        List<Map<String, @Nullable Object>> passed = chunkStarts(records, next);
        exchange.getContext()
                .getRegistry()
                .findByType(SyncListener.class)
                .forEach(listener -> listener.chunkPassed(source, passed));
        chunkDone();
    }

    /** Whether no further chunk is to be handed out. */
    public boolean isDone() {
        return rangeRead || isStopping();
    }

    /**
     * Called by the sink in the transaction of the chunk's rows: stores the state that holds once they are committed,
     * unless the source's route does more
     * with the chunk than this sink, or the state stands in another database.
     *
     * @param rows the database that the chunk is written to
     * @param rowsWritten how many of its rows are new or changed
     * @param rowsUnchanged how many are not
     * @param rowsRejected how many were refused
     * @throws dev.tidemark.state.StaleStateException when another sync has moved the state meanwhile
     */
    public void checkpointWithRows(DataSource rows, long rowsWritten, long rowsUnchanged, long rowsRejected) {
        if (sinkCheckpoints && checkpoints.isOn(rows)) {
            chunk.checkpoint(tally.with(rowsWritten, rowsUnchanged, rowsRejected));
        }
    }

    /** The chunk that is on its way through the route. */
    public Chunk chunk() {
        return chunk;
    }

    /** The route has done all it does with the chunk: stores the state unless the sink did so. */
    void chunkDone() {
        int rows = chunk.rows();
        StoredState written = chunk.done(tally.with(0, 0, 0));
        if (written != null) {
            rangeRead = range.isReadIn(written.state());
        }
        tally.committed();
        progressed(rows, state());
    }

    /**
     * Others have written rows for it.
     *
     * @param state the state that holds now; null when there is nothing to store yet
     */
    void othersDid(Counts counts, @Nullable ObjectNode state) {
        tally.add(counts);
        reached(state);
        progressed(counts.read(), state);
    }

    private void progressed(long rows, @Nullable ObjectNode state) {
        if (progress != null) {
            progress.chunkDone(rows, paging.share(), state);
        }
    }

    boolean hasNext() {
        return paging.hasNext() && !isDone();
    }

    /** The sync came to its end: stores what holds from now on. */
    void end() {
        reached(rangeRead ? null : paging.end());
    }

    /** Stores a state that holds now, unless it is the stored one; null when there is nothing to store. */
    private void reached(@Nullable ObjectNode state) {
        StoredState stored = chunk.stored();
        if (state != null && (stored == null || !stored.holds(state))) {
            chunk.starts(0, 0, state);
            chunkDone();
        }
    }

    boolean endedEarly() {
        return paging.hasNext() && !rangeRead;
    }

    /** How it came to its end; see {@link Paging#howItEnded}. */
    @Nullable
    String howItEnded() {
        return rangeRead ? null : paging.howItEnded();
    }

    /** What to change so that syncs need fewer requests; see {@link Paging#advice}. */
    @Nullable
    String advice() {
        return paging.advice();
    }

    /** Something unusual, to be said once the sync has ended. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    List<String> warnings() {
        return Stream.concat(paging.warnings().stream(), warnings.stream())
                .map(Secrets::masked)
                .toList();
    }

    /** Ends the sync; the first call says true, later ones false. */
    boolean over() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** The range that is all that it fetches; null when it is the sync of a source. */
    @Nullable
    RangeFetch range() {
        return checkpoints instanceof RangeFetch fetch ? fetch : null;
    }

    void closePage() throws IOException {
        readAhead.close();
        page.close();
    }

    SyncResult result(SyncResult.Status status, @Nullable String error) {
        return tally.result(source, strategy, status, errand.isBackfill() ? start.state() : state(), error, warnings());
    }

    private @Nullable ObjectNode state() {
        StoredState stored = chunk.stored();
        return stored == null ? null : stored.state();
    }
}
