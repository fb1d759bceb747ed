package dev.tidemark.strategy.list;

import dev.tidemark.strategy.LookBack;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.PageCursors;
import dev.tidemark.strategy.cursor.Watermark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The start of a list's requests, and whether the API honours it. */
final class ListStart {

    private final CursorSettings settings;
    private final boolean filtered;
    private final Watermark watermark;
    private final KnownTie tie;
    private final @Nullable Cursor first;

    private @Nullable Cursor from;
    private @Nullable Bound bound;
    private boolean reached;
    private @Nullable LookBack look;
    private @Nullable LookBack found;
    private @Nullable Cursor lookedFor;
    private final List<String> warnings = new ArrayList<>();

    /**
     * Begins a sync.
     *
     * @param filtered whether requests contain the start of a list
     * @param first where the sync starts; null for the very beginning
     * @param tie the known records there
     */
    ListStart(CursorSettings settings, boolean filtered, Watermark watermark, @Nullable Cursor first, KnownTie tie) {
        this.settings = settings;
        this.filtered = filtered;
        this.watermark = watermark;
        this.first = first;
        this.from = first;
        this.tie = tie;
    }

    /** Null for the very beginning. */
    @Nullable
    Cursor from() {
        return from;
    }

    /** The bound of the list's requests; null when requests have none. */
    @Nullable
    Bound bound() {
        return bound;
    }

    boolean isFirst() {
        return from == null ? first == null : from.equals(first);
    }

    void moveTo(Cursor next) {
        from = next;
    }

    void moveToFirst() {
        from = first;
    }

    /**
     * Called when a list starts here.
     *
     * @throws IllegalStateException when the API understands none of its own cursors
     */
    void begin() {
        from = look == null ? from : look.next();
        boolean skipsTie = isTieSkipped();
        Bound beyond = skipsTie ? tie.beyond() : null;
        bound = !filtered
                ? null
                : beyond != null ? beyond : from == null ? settings.first() : settings.from(from, watermark.finest());
        reached = skipsTie;
    }

    /** Whether only records after the known tie are requested. */
    boolean isTieSkipped() {
        return look == null && first != null && first.equals(from) && tie.beyond() != null;
    }

    /** @throws IllegalStateException when the page has a record far below the requested bound */
    void pageRead(PageCursors page) {
        if (bound != null) {
            watermark.requireAtLeast(bound);
            reached |= page.reaches(bound);
        }
        if (look != null && page.rows() > 0) {
            found = look;
            look = null;
        }
        if (found != null && found.isThere(page)) {
            warnings.add(found.warning());
            found = null;
        }
    }

    /**
     * Called at the end of the list. When it has no record, not even the one it was requested from, another list must be
     * requested from an earlier start.
     */
    boolean isToLookBack() {
        Cursor missing = from;
        if (look == null && bound != null && missing != null && watermark.isMissing(missing, reached)) {
            if (!missing.equals(lookedFor)) {
                lookedFor = missing;
                look = new LookBack(settings, missing, bound, watermark.belowPosition());
            }
        }
        return look != null;
    }

    /** Warnings about the starts of the requested lists. */
    List<String> warnings() {
        return warnings;
    }
}
