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
 * Logs the files that replaced others.
 *
 * @param left the files that stopped running, by path
 * @param gone the paths of removed files
 * @param loaded the files that started running
 */
record Replacement(Map<Path, RouteFile> left, Set<Path> gone, Collection<RouteFile> loaded) {

    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    /** Logs a line for each file. */
    void tell() {
        for (RouteFile file : loaded) {
            Optional<RouteFile> renamed = left.values().stream()
                    .filter(old -> gone.contains(old.path()) && isSame(old, file))
                    .findFirst();
            if (left.containsKey(file.path())) {
                LOG.info("{}: changed; running: {}", file.path(), file.sourceNames());
            } else if (renamed.isPresent()) {
                LOG.info(
                        "{}: renamed from {}; still running:" + " {}",
                        file.path(),
                        renamed.get().path(),
                        file.sourceNames());
            } else {
                LOG.info("{}: added; running: {}", file.path(), file.sourceNames());
            }
        }
        for (RouteFile old : left.values()) {
            if (gone.contains(old.path()) && loaded.stream().noneMatch(file -> isSame(old, file))) {
                LOG.info("{}: removed; stopped: {}", old.path(), old.sourceNames());
            }
        }
    }

    private static boolean isSame(RouteFile one, RouteFile other) {
        return Arrays.equals(one.text(), other.text());
    }
}
