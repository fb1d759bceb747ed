package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.LargestPage;
import dev.tidemark.strategy.cursor.PageCursors;
import dev.tidemark.strategy.cursor.Watermark;
import java.time.Instant;
import java.util.ArrayList;
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

    private Bound bound;
    private @Nullable Cursor position;
    private boolean ended;
    private final LargestPage largest = new LargestPage();
    private boolean maybeCut;
    private int cutTie;
    private @Nullable LookBack look;
    private @Nullable String lookWarning;

    /**
     * Begins a sync.
     *
     * @param stored the cursor of the state, which never decreases
     * @param from where to start; null for the initial cursor
     */
    TimestampPaging(
            CursorSettings settings,
            @Nullable Integer pageSize,
            Instant now,
            @Nullable Cursor stored,
            @Nullable Cursor from) {
        this.settings = settings;
        this.pageSize = pageSize;
        this.watermark = new Watermark(settings, now, stored, from);
        this.bound = settings.first();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        position = look == null ? watermark.position() : look.next();
        bound = position == null ? settings.first() : settings.from(position, watermark.finest());
        watermark.pageStarts(false);
        return PageRequest.first(
                pageSize == null
                        ? Map.of("cursor", bound.text())
                        : Map.of("cursor", bound.text(), "limit", pageSize.toString()));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        watermark.see(row);
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
        boolean missing = look == null && watermark.isMissing(position, reached);
        boolean newer = watermark.pageEnds(true);
        if (missing && position != null) {
            look = new LookBack(settings, position, bound, watermark.belowPosition());
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
            ended = !newer;
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
        maybeCut |=
                !page.inOrder() && (position == null || USUAL_LIMITS.contains(page.rows()) || largest.isAsLongAs(page));
        boolean oneTie = page.greatest() != null && Objects.equals(page.greatest(), page.least());
        cutTie = !newer && oneTie && largest.isAsLongAs(page) ? page.rows() : 0;
        largest.see(page);
        ended = !newer;
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
        return ended && next == null ? end() : state(watermark.after(chunk, next, null));
    }

    @Override
    public @Nullable ObjectNode end() {
        return state(watermark.end());
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

    private static @Nullable ObjectNode state(@Nullable Cursor cursor) {
        return CursorStrategy.state(TimestampStrategy.STATE, cursor);
    }
}
