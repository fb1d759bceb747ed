package dev.tidemark.strategy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a list is requested from, and whether the API honours that. */
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
     * @param filtered whether requests say where a list begins
     * @param first where the sync begins; null for the very beginning
     * @param tie what is known of the records there
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

    /** What the list was requested with; null when requests say nothing. */
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
     * A list begins here.
     *
     * @throws IllegalStateException when the API understands none of the cursors that it gave
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

    /** Whether only what follows the known tie is requested. */
    boolean isTieSkipped() {
        return look == null && first != null && first.equals(from) && tie.beyond() != null;
    }

    /** @throws IllegalStateException when the page has a record far below what was requested */
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
     * The list has ended. When it brought nothing, not even the record that it was requested from, another one has to be
     * requested from earlier on.
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

    /** What a person should know of the places that lists were requested from. */
    List<String> warnings() {
        return warnings;
    }
}
