package dev.tidemark.reload;

import java.nio.file.Path;
import java.util.Set;

/**
 * The routes of a file that are replaced.
 *
 * @param kept the ids of its other routes, which keep running
 */
record FilePart(Path file, Set<String> kept) {

    FilePart {
        kept = Set.copyOf(kept);
    }

    /** All routes of a file. */
    static FilePart whole(Path file) {
        return new FilePart(file, Set.of());
    }
}
