package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.strategy.Reading;
import dev.tidemark.text.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One sync of a source: its pages, the current chunk, the last stored state, and the counts so far. It is passed as an
 * exchange property from the trigger to the sink. Not thread-safe; confined to the sync's thread.
 */
public final class SyncRun {

    private final SyncOpening opening;
    private final SyncStats stats;
    private final Reading reading;
    private final @Nullable PageSource pages;
    private final BackfillFilter range;
    private final Progress progress;
    private final SinkReach reach;
    private final Exchange exchange;
    private final List<String> warnings = new ArrayList<>();

    private @Nullable WorkRunner runner;
    private @Nullable StoredState stored;
    private Chunk chunk;
    private boolean cameToASink;
    private long emptied;
    private boolean open;
    private boolean failing;
    private boolean over;
    private boolean rangeRead;

    /**
     * Starts a run on an exchange.
     *
     * @param reading how it reads the source
     * @param pages the pages that it reads itself; null when workers read for it
     * @param stored the state that it starts from; null when there is none
     */
    SyncRun(
            SyncOpening opening,
            SyncStats stats,
            Reading reading,
            @Nullable PageSource pages,
            @Nullable StoredState stored,
            SinkReach reach,
            Exchange exchange) {
        this.opening = opening;
        this.stats = stats;
        this.reading = reading;
        this.pages = pages;
        this.stored = stored;
        this.range = opening.range(stats.start());
        this.progress = opening.progress(stored, stats.start());
        this.reach = reach;
        this.exchange = exchange;
        this.chunk = chunk(null, 0, 0);
        exchange.setProperty(ExchangeKeys.RUN, this);
    }

    /** The sync that an exchange belongs to. */
    public static SyncRun of(Exchange exchange) {
        return Objects.requireNonNull(find(exchange), "no sync has begun on this exchange");
    }

    /** The sync that an exchange belongs to; null when another kind of route created it. */
    public static @Nullable SyncRun find(Exchange exchange) {
        return exchange.getProperty(ExchangeKeys.RUN, SyncRun.class);
    }

    public String source() {
        return opening.source();
    }

    /** The cursor field of the records; null when there is none. */
    public @Nullable String cursorField() {
        return opening.strategy().cursorField();
    }

    /** The field of the records in the exchange's body that has their cursor; null when there is none. */
    public @Nullable String cursorField(Exchange message) {
        String moved = message.getProperty(ExchangeKeys.CURSOR_FIELD, String.class);
        return moved == null ? cursorField() : moved.isEmpty() ? null : moved;
    }

    /** Whether a step has removed or replaced the field that has the cursor. */
    public static boolean isCursorGone(Exchange message) {
        return "".equals(message.getProperty(ExchangeKeys.CURSOR_FIELD, String.class));
    }

    /** Called by a step behind which another field has the cursor; null when none has. */
    public static void moveCursor(Exchange message, @Nullable String field) {
        message.setProperty(ExchangeKeys.CURSOR_FIELD, field == null ? "" : field);
    }

    /** The pages that it reads. */
    public PageSource pages() {
        return Objects.requireNonNull(pages, "workers read for this sync");
    }

    /** The chunk that is passing through the route. */
    public Chunk chunk() {
        return chunk;
    }

    /** Whether nothing has been read yet. */
    public boolean isFirstPage() {
        return stats.page() == 0;
    }

    /** Whether earlier syncs stored a cursor that this one resumes from. */
    public boolean hasCursor() {
        return opening.hasCursor();
    }

    /**
     * Starts a chunk of the page.
     *
     * @param next the record that follows it; null at the page's end
     * @return the records of it to hand out
     */
    public List<Map<String, @Nullable Object>> begin(
            List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        stats.chunkStarts();
        failing = open;
        open = true;
        pages().complete(records, next);
        List<Map<String, @Nullable Object>> handedOut = range.of(records);
        chunk = chunk(pages().paging().stateAfter(records, next), records.size(), handedOut.size());
        return handedOut;
    }

    private Chunk chunk(@Nullable ObjectNode justified, int rows, int handedOut) {
        return new Chunk(
                opening.states(),
                stats,
                stored,
                justified,
                rows,
                handedOut,
                !reach.ends().isEmpty());
    }

    /** Called for a page without records, which may move the state as well. */
    public void emptyPageRead() {
        reached(pages().paging().stateAfter(List.of(), null));
    }

    /** Fetches the next page ahead, if there is one and the sync continues. */
    public void readAhead(PageSource.Fetch fetch) {
        // Camel also drains the rest of a page after a chunk that failed.
        if (!failing && opening.options().equals(SyncOptions.NONE) && hasNext()) {
            pages().readAhead(exchange.getContext(), fetch);
        }
    }

    /** Whether nothing is to be written. {@link #skip} is then called for each chunk instead of handing it out. */
    public boolean isDryRun() {
        return opening.options().dryRun();
    }

    /** Called for a chunk that was read and is not handed out. */
    public void skip(List<Map<String, @Nullable Object>> records, @Nullable Map<String, @Nullable Object> next) {
        opening.environment().passedOver(source(), begin(records, next));
        chunkDone();
    }

    /** Whether no further chunk is to be handed out. */
    public boolean isDone() {
        return rangeRead || isStopping();
    }

    /** Adds a warning to report once the sync has ended. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /** Whether the program or the source's route is being stopped, or another process leads the source now. */
    boolean isStopping() {
        UnitFetch unit = opening.unit();
        return StopCheck.isUnder(exchange) || (unit != null && unit.isCancelled());
    }

    /** Whether there is another page to read. */
    boolean hasNext() {
        return pages != null && reading.hasNext() && !isDone();
    }

    /** Called when the route has finished with the chunk: stores the state unless the sink did so. */
    void chunkDone() {
        StoredState written = chunk.done();
        open = false;
        if (written != null) {
            stored = written;
            rangeRead = range.isCompletedIn(written.state());
        }
        if (opening.unit() == null) {
            // The result of a unit need not hold a cursor, and the planner has the progress.
            progress.chunkDone(chunk.rows(), reading.progress(), state());
        }
        cameToASink = cameToASink || chunk.hasReachedSink();
        emptied += chunk.emptied();
        chunk = chunk(null, 0, 0);
    }

    /**
     * Called when workers have written rows for this sync.
     *
     * @param state the state to store; null when there is nothing to store yet
     */
    void othersDid(RowCounts counts, @Nullable ObjectNode state) {
        stats.add(counts);
        reached(state);
        progress.chunkDone(counts.read(), reading.progress(), state);
    }

    /** Called at the end of the sync: stores the final state. */
    void end() {
        reached(rangeRead ? null : reading.end());
    }

    /** Stores a state, unless it is already stored; null when there is nothing to store. */
    private void reached(@Nullable ObjectNode state) {
        if (state != null && (stored == null || !stored.holds(state))) {
            chunk = chunk(state, 0, 0);
            chunkDone();
        }
    }

    /** How many records of all chunks were replaced by an empty list before a sink; 0 when a sink received some. */
    long emptied() {
        return cameToASink ? 0 : emptied;
    }

    boolean endedEarly() {
        return reading.hasNext() && !rangeRead;
    }

    /** Why it ended; see {@link Reading#endReason}. */
    @Nullable
    String endReason() {
        return rangeRead ? null : reading.endReason();
    }

    /** Sets what fetches its work units. */
    void dividedBy(WorkRunner units) {
        runner = units;
    }

    /** What fetches its work units; null when it reads everything itself. */
    @Nullable
    WorkRunner runner() {
        return runner;
    }

    /** Waits, unless it is to stop. */
    void pause(Duration most) {
        Pause.until(this::isStopping, most, exchange.getContext());
    }

    Reading reading() {
        return reading;
    }

    SyncOpening opening() {
        return opening;
    }

    SyncStats stats() {
        return stats;
    }

    Progress progress() {
        return progress;
    }

    /** Ends the sync. The first call returns true, later ones false. */
    boolean over() {
        boolean first = !over;
        over = true;
        if (pages != null) {
            pages.close();
        }
        return first;
    }

    SyncResult result(SyncResult.Status status, @Nullable String error) {
        ObjectNode last = opening.options().isBackfill() ? stats.start().state() : state();
        List<String> all = Stream.concat(reading.warnings().stream(), warnings.stream())
                .map(SafeText::line)
                .toList();
        return stats.result(status, last, error, all);
    }

    private @Nullable ObjectNode state() {
        return stored == null ? null : stored.state();
    }
}
