package dev.tidemark.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when files have changed that are read at the start only. Used by one thread. */
final class RestartReminder {

    private static final Logger LOG = LoggerFactory.getLogger(RestartReminder.class);

    private final Folder folder;
    private Map<Path, Folder.Stamp> known;

    RestartReminder(Path directory, String pattern) {
        folder = new Folder(directory, pattern);
        known = folder.settled();
    }

    void look() {
        folder.look();
        Set<Path> changed = folder.changedSince(known);
        if (!changed.isEmpty()) {
            known = folder.settled();
            changed.forEach(file -> LOG.warn("{}: changed, which takes effect at the next start", file));
        }
    }
}
