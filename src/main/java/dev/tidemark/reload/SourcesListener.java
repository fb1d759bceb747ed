package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.util.List;

/** Is notified when sources start and stop running. */
public interface SourcesListener {

    /** New or changed sources may run from now on. */
    void begin(List<Source> sources);

    /** Sources stopped running; when they only changed, {@link #begin} is called next. */
    void ended(List<Source> sources);
}
