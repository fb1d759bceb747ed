package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.DestinationType;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.Counts;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One run of a source: the pages that it reads, the chunk that is on its way, the state as it was last stored, and what was
 * done so far. It travels as an exchange property from the trigger to the sink. Not thread-safe; confined to the sync's thread.
 */
public final class SyncRun {

    private final SyncOpening opening;
    private final Tally tally;
    private final Reading reading;
    private final @Nullable PageSource pages;
    private final Range range;
    private final Progress progress;
    private final SinkReach reach;
    private final Exchange exchange;
    private final List<String> warnings = new ArrayList<>();

    private Map<String, DestinationType> columnTypes = Map.of();
    private @Nullable RangePlanner planner;
    private @Nullable StoredState stored;
    private Chunk chunk;
    private boolean cameToASink;
    private long emptied;
    private boolean open;
    private boolean failing;
    private boolean over;
    private boolean rangeRead;

    /**
     * A run that begins on an exchange.
     *
     * @param reading how it reads the source
     * @param pages what it reads itself; null when others read for it
     * @param stored the state that it begins from; null when there is none
     */
    SyncRun(
            SyncOpening opening,
            Tally tally,
            Reading reading,
            @Nullable PageSource pages,
            @Nullable StoredState stored,
            SinkReach reach,
            Exchange exchange) {
        this.opening = opening;
        this.tally = tally;
        this.reading = reading;
        this.pages = pages;
        this.stored = stored;
        this.range = opening.range(tally.start());
        this.progress = opening.progress(stored, tally.start());
        this.reach = reach;
        this.exchange = exchange;
        this.chunk = chunk(null, 0, 0);
        exchange.setProperty(ExchangeKeys.RUN, this);
    }

    /** The sync that an exchange belongs to. */
    public static SyncRun of(Exchange exchange) {
        return Objects.requireNonNull(find(exchange), "no sync has begun on this exchange");
    }

    /** The sync that an exchange belongs to; null when it comes from another kind of route. */
    public static @Nullable SyncRun find(Exchange exchange) {
        return exchange.getProperty(ExchangeKeys.RUN, SyncRun.class);
    }

    public String source() {
        return opening.source();
    }

    /** The field of the records that tells newer from older; null when there is none. */
    public @Nullable String cursorField() {
        return opening.strategy().cursorField();
    }

    /** The pages that it reads. */
    public PageSource pages() {
        return Objects.requireNonNull(pages, "others read for this sync");
    }

    /** The chunk that is on its way through the route. */
    public Chunk chunk() {
        return chunk;
    }

    /** The types of a database source's columns by their names; empty when the source is not a database. */
    public Map<String, DestinationType> columnTypes() {
        return columnTypes;
    }

    public void columnTypes(Map<String, DestinationType> types) {
        columnTypes = types;
    }

    /** Whether nothing was read yet. */
    public boolean isFirstPage() {
        return tally.page() == 0;
    }

    /** Whether syncs before this one stored a cursor that this one resumes from. */
    public boolean hasCursor() {
        return opening.hasCursor();
    }

    /**
     * A chunk of the page begins.
     *
     * @param next the record that follows it; null at the page's end
     * @return what is to be handed out of it
     */
    public List<Map<String, @Nullable Object>> begin(
            List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        tally.chunkStarts();
        failing = open;
        open = true;
        List<Map<String, @Nullable Object>> handedOut = range.of(records);
        chunk = chunk(pages().paging().stateAfter(records, next), records.size(), handedOut.size());
        return handedOut;
    }

    private Chunk chunk(@Nullable ObjectNode justified, int rows, int handedOut) {
        return new Chunk(
                opening.states(),
                tally,
                stored,
                justified,
                rows,
                handedOut,
                !reach.ends().isEmpty());
    }

    /** Fetches the next page already, if there is one and the sync is to read on. */
    public void readAhead(PageSource.Fetch fetch) {
        // Camel takes the rest of a page, to let go of it, also after a chunk that failed.
        if (!failing && opening.errand().equals(Errand.NONE) && hasNext()) {
            pages().readAhead(exchange.getContext(), fetch);
        }
    }

    /** Whether nothing is to be written; then {@link #passOver} is called for each chunk instead of handing it out. */
    public boolean isDryRun() {
        return opening.errand().dryRun();
    }

    /** A chunk was read that is not to be handed out. */
    public void passOver(List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        opening.around().passedOver(source(), begin(records, next));
        chunkDone();
    }

    /** Whether no further chunk is to be handed out. */
    public boolean isDone() {
        return rangeRead || isStopping();
    }

    /** Something unusual, to be said once the sync has ended. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /** Whether the program or the source's route is being stopped, or another program leads the source now: then no further chunk begins. */
    boolean isStopping() {
        return Stopping.isUnder(exchange);
    }

    /** Whether there is a page to read here. */
    boolean hasNext() {
        return pages != null && reading.hasNext() && !isDone();
    }

    /** The route has done all it does with the chunk: stores the state unless the sink did so. */
    void chunkDone() {
        StoredState written = chunk.done();
        open = false;
        if (written != null) {
            stored = written;
            rangeRead = range.isReadIn(written.state());
        }
        progress.chunkDone(chunk.rows(), reading.share(), state());
        cameToASink = cameToASink || chunk.hasComeToASink();
        emptied += chunk.emptied();
        chunk = chunk(null, 0, 0);
    }

    /**
     * Others have written rows for it.
     *
     * @param state the state that holds now; null when there is nothing to store yet
     */
    void othersDid(Counts counts, @Nullable ObjectNode state) {
        tally.add(counts);
        reached(state);
        progress.chunkDone(counts.read(), reading.share(), state);
    }

    /** The sync came to its end: stores what holds from now on. */
    void end() {
        reached(rangeRead ? null : reading.end());
    }

    /** Stores a state that holds now, unless it is the stored one; null when there is nothing to store. */
    private void reached(@Nullable ObjectNode state) {
        if (state != null && (stored == null || !stored.holds(state))) {
            chunk = chunk(state, 0, 0);
            chunkDone();
        }
    }

    /** How many records of all chunks were replaced by an empty list on their way to a sink; 0 when one got some. */
    long emptied() {
        return cameToASink ? 0 : emptied;
    }

    boolean endedEarly() {
        return reading.hasNext() && !rangeRead;
    }

    /** How it came to its end; see {@link Reading#howItEnded}. */
    @Nullable
    String howItEnded() {
        return rangeRead ? null : reading.howItEnded();
    }

    /** Its ranges are handed out to others. */
    void handedOutBy(RangePlanner ranges) {
        planner = ranges;
    }

    /** What hands its ranges out; null when it reads all by itself. */
    @Nullable
    RangePlanner planner() {
        return planner;
    }

    Reading reading() {
        return reading;
    }

    SyncOpening opening() {
        return opening;
    }

    Tally tally() {
        return tally;
    }

    Progress progress() {
        return progress;
    }

    /** Ends the sync; the first call says true, later ones false. */
    boolean over() {
        boolean first = !over;
        over = true;
        if (pages != null) {
            pages.close();
        }
        return first;
    }

    SyncResult result(SyncResult.Status status, @Nullable String error) {
        ObjectNode last = opening.errand().isBackfill() ? tally.start().state() : state();
        List<String> all = Stream.concat(reading.warnings().stream(), warnings.stream())
                .map(Secrets::masked)
                .toList();
        return tally.result(source(), opening.strategy().name(), status, last, error, all);
    }

    private @Nullable ObjectNode state() {
        return stored == null ? null : stored.state();
    }
}
