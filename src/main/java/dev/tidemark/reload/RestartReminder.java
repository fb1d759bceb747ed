package dev.tidemark.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports changes of files that are read only at the start. Not thread-safe; confined to the watch's thread. */
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
            changed.forEach(file -> LOG.warn("{}: changed; restart for it to take effect", file));
        }
    }
}
