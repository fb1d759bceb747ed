package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.PageCursors;
import dev.tidemark.strategy.cursor.Span;
import dev.tidemark.strategy.cursor.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sync by timestamp: each request starts at the greatest cursor seen, including ties, until nothing newer is returned.
 */
class TimestampPaging implements Paging {

    private final CursorSettings settings;
    private final Watermark watermark;
    private final @Nullable Cursor from;
    private final Span span;
    private final TruncationCheck truncation;

    private Bound bound;
    private @Nullable Cursor position;
    private boolean ended;
    private @Nullable Cursor completeWhenWritten;
    private @Nullable Cursor complete;
    private @Nullable LookBack look;
    private @Nullable String lookWarning;
    private boolean last;

    /**
     * Begins a sync, or a part of one.
     *
     * @param pageSize the number of records at which the API truncates a response; null when it does not
     * @param stored the cursor of the state, which never decreases
     * @param from where to start; null for the initial cursor
     * @param span what each request is limited to
     */
    TimestampPaging(
            CursorSettings settings,
            @Nullable Integer pageSize,
            Instant now,
            @Nullable Cursor stored,
            @Nullable Cursor from,
            Span span) {
        this.settings = settings;
        this.watermark = new Watermark(settings, now, stored, from);
        this.from = from;
        this.span = span;
        this.truncation = new TruncationCheck(settings, pageSize, from == null, span.isLimited());
        this.bound = settings.first();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        position = look == null ? span.start(watermark.position()) : look.next();
        bound = position == null ? settings.first() : settings.from(position, watermark.finest());
        watermark.pageStarts(false);
        Map<String, String> values = new HashMap<>(Map.of("cursor", bound.text()));
        values.putAll(truncation.values());
        values.putAll(look == null ? span.values(position, bound) : span.valuesOfLookBack(bound));
        return PageRequest.first(values);
    }

    @Override
    public void respondedAt(Instant date) {
        span.respondedAt(date);
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
        boolean full = truncation.isFull(page);
        boolean reached = page.reaches(bound);
        if (full && page.greatest() == null) {
            throw watermark.noneCounts();
        }
        if (full && !reached) {
            throw bound.isNotHonoured(page.least());
        }
        boolean missing = look == null
                && span.isRecordExpected(position, watermark.position(), from)
                && watermark.isMissing(position, reached);
        boolean newer = watermark.pageEnds(true);
        if (look == null || newer) {
            last = span.isLast(newer, watermark.position());
        }
        if (missing && position != null) {
            look = new LookBack(settings, position, bound, watermark.belowPosition(), span.reach());
        } else if (look == null) {
            truncation.see(page, bound, newer, watermark.position());
            end(newer);
        } else if (page.rows() > 0) {
            lookedBack(look, page, newer);
            end(newer);
        }
    }

    private void lookedBack(LookBack back, PageCursors page, boolean newer) {
        if (truncation.isFull(page)) {
            truncation.requireOrder(page);
            if (!newer) {
                // It is unknown what follows the page.
                throw back.notHonoured();
            }
        }
        if (back.isThere(page)) {
            lookWarning = back.warning();
        }
        look = null;
    }

    /** Nothing is left below the end of a span that was read to its end, in whatever order. */
    private void end(boolean newer) {
        completeWhenWritten = newer ? completeWhenWritten : watermark.end();
        ended = last;
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
        return span.progress();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        if (lookWarning != null) {
            warnings.add(lookWarning);
        }
        warnings.addAll(truncation.warnings(watermark.position()));
        return warnings;
    }

    private @Nullable ObjectNode state(@Nullable Cursor cursor, boolean allWritten) {
        complete = allWritten ? completeWhenWritten : complete;
        boolean isBehind = complete != null && (cursor == null || complete.compareTo(cursor) > 0);
        ObjectNode state = CursorStrategy.state(WindowedStrategy.STATE, isBehind ? complete : cursor);
        ObjectNode made = state == null ? JsonNodeFactory.instance.objectNode() : state;
        span.addTo(made, allWritten);
        return made.isEmpty() ? null : made;
    }
}
