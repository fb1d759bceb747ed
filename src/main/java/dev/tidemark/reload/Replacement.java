package dev.tidemark.reload;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that took the place of others, as a person would tell it.
 *
 * @param left those that stopped running, by their paths
 * @param gone the paths of which there is no file any longer
 * @param loaded those that began to run
 */
record Replacement(Map<Path, RouteFile> left, Set<Path> gone, Collection<RouteFile> loaded) {

    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    /** A line of the log for each file. */
    void tell() {
        for (RouteFile file : loaded) {
            Optional<RouteFile> renamed = left.values().stream()
                    .filter(old -> gone.contains(old.path()) && isSame(old, file))
                    .findFirst();
            if (left.containsKey(file.path())) {
                LOG.info("{}: changed; {} run", file.path(), file.sourceNames());
            } else if (renamed.isPresent()) {
                LOG.info("{}: was {}; {} run on", file.path(), renamed.get().path(), file.sourceNames());
            } else {
                LOG.info("{}: added; {} run", file.path(), file.sourceNames());
            }
        }
        for (RouteFile old : left.values()) {
            if (gone.contains(old.path()) && loaded.stream().noneMatch(file -> isSame(old, file))) {
                LOG.info("{}: removed; {} no longer run", old.path(), old.sourceNames());
            }
        }
    }

    private static boolean isSame(RouteFile one, RouteFile other) {
        return Arrays.equals(one.text(), other.text());
    }
}
