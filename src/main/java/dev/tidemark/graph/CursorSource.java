package dev.tidemark.graph;

import org.jspecify.annotations.Nullable;

/** A bean of a source Kamelet that knows the cursor field of the source's records. */
public interface CursorSource {

    /** Its name or path; null when there is none. */
    @Nullable
    String cursorField();
}
