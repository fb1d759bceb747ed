package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.util.List;

/** Is told which sources begin and cease to run. */
public interface SourcesListener {

    /** These may run from now on: they are new, or have changed. */
    void begin(List<Source> sources);

    /** These run no longer; when they have only changed, {@link #begin} is called next. */
    void ended(List<Source> sources);
}
