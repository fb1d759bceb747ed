package dev.tidemark.strategy.list;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RecordKey;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.SyncClock;
import dev.tidemark.strategy.cursor.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sync over a list that begins with its newest records, up to those that an earlier sync has read.
 *
 * <p>Records that come in the meantime push the others to later pages, which repeats some. A deleted record moves the others
 * up, which may skip some: a list of several pages is read again until two passes in a row have the same records. What is
 * newer than the first record of the earlier pass does not count; the next sync reads it. Only then is the state stored.
 */
final class NewestFirstPaging implements Paging {

    /** The precision of most clocks. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final CursorSettings settings;
    private final boolean filtered;
    private final Paginator paginator;
    private final ListFaults faults;
    private final RecordKey key;
    private final ListPaging.StateOf state;
    private final Watermark watermark;
    private final @Nullable Cursor stored;
    private final SyncClock clock;

    private NewestFirstPass pass;
    private @Nullable PageRequest request;
    private int passes;
    private boolean ended;
    private boolean outOfOrder;
    private @Nullable Cursor reached;

    /**
     * Begins a sync.
     *
     * @param filtered whether requests contain the stored cursor
     * @param key what distinguishes records
     * @param stored the cursor of the state; null for none
     */
    NewestFirstPaging(
            CursorSettings settings,
            boolean filtered,
            Paginator paginator,
            RecordKey key,
            ListPaging.StateOf state,
            Instant now,
            @Nullable Cursor stored) {
        this.settings = settings;
        this.filtered = filtered;
        this.paginator = paginator;
        this.faults = new ListFaults(settings, paginator);
        this.key = key;
        this.state = state;
        this.clock = new SyncClock(now);
        this.watermark = new Watermark(settings, now, stored, null);
        this.stored = stored;
        this.pass = new NewestFirstPass(stored, null);
        this.reached = stored;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        PageRequest going = request == null ? PageRequest.first(paginator.first()) : request;
        watermark.pageStarts(request != null);
        return going.from(
                filtered && stored != null
                        ? settings.from(stored, watermark.finest()).text()
                        : settings.initial());
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        Cursor cursor = watermark.see(row);
        if (paginator.see(row) && cursor != null) {
            outOfOrder |= pass.isOutOfOrder(key.of(row), cursor, isCertain(cursor));
        }
    }

    @Override
    public void seeEmpty(Map<String, @Nullable Object> element) {
        Cursor cursor = watermark.seeEmpty(element);
        pass.seeEmpty(cursor, cursor != null && isCertain(cursor));
    }

    /** New records may come below a cursor that is in the future. */
    private boolean isCertain(Cursor cursor) {
        return !cursor.isInstant() || !cursor.instant().isAfter(clock.now().plus(SECOND));
    }

    @Override
    public void nestedIn(int elements) {
        watermark.page().nestedIn(elements);
        paginator.nested();
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        watermark.pageEnds(request == null);
        if (outOfOrder) {
            throw faults.notNewestFirst();
        }
        pass.pageEnds();
        faults.requireRecords(pass.pagesWithoutNew());
        paginator.pageRead(watermark.page().rows(), pageInfo);
        if (paginator.hasMoved()) {
            readAgain(null);
            return;
        }
        request = pass.isOver() ? null : paginator.next();
        if (request == null) {
            passEnds();
        }
    }

    private void passEnds() {
        if (pass.isAlwaysOutOfOrder()) {
            throw faults.notNewestFirst();
        }
        ended = pass.isWhole();
        if (ended) {
            // Without any next page, the place of its link or token may be wrong: then nothing older would ever be
            // read.
            Cursor whole = stored == null && missingNextPage() != null ? null : pass.wholeTo();
            reached = whole == null || (reached != null && reached.compareTo(whole) > 0) ? reached : whole;
        } else {
            readAgain(pass);
        }
    }

    /** @param before the pass to compare the next one with; null for none */
    private void readAgain(@Nullable NewestFirstPass before) {
        faults.requireQuiet(++passes);
        pass = new NewestFirstPass(stored, before);
        request = null;
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return ended && next == null ? end() : null;
    }

    @Override
    public @Nullable ObjectNode end() {
        return state.of(reached, pass.records());
    }

    @Override
    public @Nullable String missingNextPage() {
        return paginator.missingNextPage();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        warnings.addAll(paginator.warnings());
        boolean misses = stored == null || pass.missesStored();
        String noNextPage = misses ? faults.missingNextPage(pass.records()) : null;
        if (noNextPage != null) {
            warnings.add(noNextPage);
        } else if (ended && !filtered && pass.missesStored()) {
            warnings.add("the list ended before the stored cursor `" + stored
                    + "`: if the API lists only its newest records, sync more often than it replaces them");
        }
        return warnings;
    }
}
