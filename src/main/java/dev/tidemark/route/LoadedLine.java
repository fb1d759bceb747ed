package dev.tidemark.route;

import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.TemplatedSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a line of the text that Camel loads comes from.
 *
 * @param where the file and line as written
 * @param templated the source when it was made from a template
 */
public record LoadedLine(String where, @Nullable TemplatedSource templated) {

    /** A problem that Camel found in this line. */
    public Problem problem(String what) {
        return new Problem(where, what);
    }
}
