package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.LargestPage;
import dev.tidemark.strategy.cursor.PageCursors;
import dev.tidemark.strategy.cursor.Watermark;
import dev.tidemark.strategy.cursor.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sync by timestamp: each request starts at the greatest cursor seen, including ties, until nothing newer is returned.
 */
final class TimestampPaging implements Paging {

    /** Numbers at which APIs usually truncate their responses. */
    private static final Set<Integer> USUAL_LIMITS = Set.of(50, 100, 200, 250, 500, 1000);

    private final CursorSettings settings;
    private final @Nullable Integer pageSize;
    private final Watermark watermark;
    private final @Nullable Cursor from;
    private final @Nullable Windows windows;

    private Bound bound;
    private @Nullable Cursor position;
    private boolean ended;
    private LargestPage largest = new LargestPage();
    private final LargestPage longest = new LargestPage();
    private boolean hasRows;
    private @Nullable Cursor completeWhenWritten;
    private @Nullable Cursor complete;
    private boolean maybeCut;
    private int cutTie;
    private @Nullable LookBack look;
    private @Nullable String lookWarning;
    private boolean lastWindow = true;

    /**
     * Begins a sync.
     *
     * @param stored the cursor of the state, which never decreases
     * @param from where to start; null for the initial cursor
     * @param windows the windows that its requests are limited to; null for requests without an end
     */
    TimestampPaging(
            CursorSettings settings,
            @Nullable Integer pageSize,
            Instant now,
            @Nullable Cursor stored,
            @Nullable Cursor from,
            @Nullable Windows windows) {
        this.settings = settings;
        this.pageSize = pageSize;
        this.watermark = new Watermark(settings, now, stored, from);
        this.from = from;
        this.windows = windows;
        this.bound = settings.first();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        position = look == null ? start() : look.next();
        bound = position == null ? settings.first() : settings.from(position, watermark.finest());
        watermark.pageStarts(false);
        Map<String, String> values = new HashMap<>(Map.of("cursor", bound.text()));
        if (pageSize != null) {
            values.put("limit", pageSize.toString());
        }
        if (windows != null) {
            values.putAll(look == null ? windows.values(position, bound) : windows.valuesOfLookBack(bound));
        }
        return PageRequest.first(values);
    }

    private @Nullable Cursor start() {
        return windows == null ? watermark.position() : windows.start(watermark.position());
    }

    @Override
    public void respondedAt(Instant date) {
        if (windows != null) {
            windows.respondedAt(date);
        }
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        watermark.see(row);
    }

    @Override
    public void seeEmpty(Map<String, @Nullable Object> element) {
        watermark.seeEmpty(element);
    }

    @Override
    public void nestedIn(int elements) {
        watermark.page().nestedIn(elements);
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        PageCursors page = watermark.page();
        watermark.requireAtLeast(bound);
        boolean full = pageSize != null && page.rows() >= pageSize;
        boolean reached = page.reaches(bound);
        if (full && page.greatest() == null) {
            throw watermark.noneCounts();
        }
        if (full && !reached) {
            throw bound.isNotHonoured(page.least());
        }
        boolean missing = look == null && isRecordExpected() && watermark.isMissing(position, reached);
        boolean newer = watermark.pageEnds(true);
        if (look == null && windows != null) {
            lastWindow = windows.isLast(newer);
            // Nothing is left below the end of a window that was read to its end, in whatever order.
            completeWhenWritten = newer ? completeWhenWritten : watermark.end();
        }
        if (missing && position != null) {
            look = lookBack(position);
            return;
        }
        if (look != null && page.rows() == 0) {
            return;
        }
        if (full) {
            requireOrder(page);
        }
        if (look != null) {
            lookedBack(look, full && !newer);
            ended = !newer && lastWindow;
            return;
        }
        // A server may also truncate below the declared size.
        boolean cut = full || (!newer && largest.isReachedBy(page, bound, settings.inclusive()));
        if (cut) {
            requireOrder(page);
        }
        if (cut && !newer) {
            throw new IllegalStateException("all " + page.rows() + " records of a full page share the cursor `"
                    + watermark.position()
                    + "`, and a timestamp cannot page past them; have the API return more at a time, or use the"
                    + " strategy keyset"
                    + " or offset with a sort that ends in a unique field"
                    + (pageSize == null
                            ? ", or set pageSize to the number at which the API truncates its" + " responses"
                            : ""));
        }
        boolean isFirst = windows == null ? position == null : from == null && !hasRows;
        maybeCut |= !page.inOrder() && (isFirst || USUAL_LIMITS.contains(page.rows()) || longest.isAsLongAs(page));
        hasRows |= page.rows() > 0;
        boolean oneTie = page.greatest() != null && Objects.equals(page.greatest(), page.least());
        cutTie = !newer && oneTie && largest.isAsLongAs(page) ? page.rows() : 0;
        if (windows != null) {
            // Windows have other ends, so that only the next one has a part of these records.
            largest = new LargestPage();
        }
        largest.see(page);
        longest.see(page);
        ended = !newer && lastWindow;
    }

    /** The start of a window need not be a record's cursor. */
    private boolean isRecordExpected() {
        Cursor seen = watermark.position();
        return windows == null || (Objects.equals(position, seen) && !Objects.equals(seen, from));
    }

    private LookBack lookBack(Cursor missing) {
        Cursor below = watermark.belowPosition();
        return windows == null
                ? new LookBack(settings, missing, bound, below)
                : new LookBack(settings, missing, bound, below, windows.reach());
    }

    private void requireOrder(PageCursors page) {
        if (!page.inOrder()) {
            throw new IllegalStateException("the API truncates its responses at " + page.rows()
                    + " records and they are not in ascending order of " + settings.field()
                    + ": continuing from the greatest would skip rows; request that order in query, or"
                    + " use another strategy");
        }
    }

    /** @param cut whether it is unknown what follows the page */
    private void lookedBack(LookBack back, boolean cut) {
        if (cut) {
            throw back.notHonoured();
        }
        if (back.isThere(watermark.page())) {
            lookWarning = back.warning();
        }
        look = null;
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return ended && next == null ? end() : state(watermark.after(chunk, next, null), next == null);
    }

    @Override
    public @Nullable ObjectNode end() {
        return state(watermark.end(), true);
    }

    @Override
    public double progress() {
        return windows == null ? Double.NaN : windows.progress();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        if (lookWarning != null) {
            warnings.add(lookWarning);
        }
        if (cutTie > 0) {
            warnings.add("all " + cutTie + " records of a response share the cursor `" + watermark.position()
                    + "`: if the API truncates its responses there, rows are missing; set pageSize to"
                    + " that number");
        }
        if (maybeCut) {
            warnings.add("the responses are not in ascending order of " + settings.field()
                    + ": if the API truncates them at a number of records, rows are missing; request that order"
                    + " in query");
        }
        return warnings;
    }

    private @Nullable ObjectNode state(@Nullable Cursor cursor, boolean allWritten) {
        complete = allWritten ? completeWhenWritten : complete;
        boolean isBehind = complete != null && (cursor == null || complete.compareTo(cursor) > 0);
        ObjectNode state = CursorStrategy.state(WindowedStrategy.STATE, isBehind ? complete : cursor);
        if (windows == null) {
            return state;
        }
        ObjectNode made = state == null ? JsonNodeFactory.instance.objectNode() : state;
        windows.addTo(made, allWritten);
        return made.isEmpty() ? null : made;
    }
}
