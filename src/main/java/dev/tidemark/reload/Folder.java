package dev.tidemark.reload;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory, looked at again and again. Looked at rather than listened to: that works on network drives and
 * mounted volumes, and tells when whoever writes a file is done with it.
 */
final class Folder {

    /** What a write changes about a file. */
    record Stamp(FileTime modified, long size, @Nullable Object key) {}

    private final Path directory;
    private final String pattern;
    private Map<Path, Stamp> before;
    private Map<Path, Stamp> now;

    /** @param pattern of the names, as in {@code *.yaml}; a directory that is not there has no files */
    Folder(Path directory, String pattern) {
        this.directory = directory;
        this.pattern = pattern;
        this.now = stamps();
        this.before = now;
    }

    /** Looks again. */
    void look() {
        before = now;
        now = stamps();
    }

    /** The files of the last look that are as they were at the one before it: nobody is writing them. */
    Map<Path, Stamp> settled() {
        Map<Path, Stamp> settled = new TreeMap<>(now);
        settled.entrySet().removeIf(entry -> !entry.getValue().equals(before.get(entry.getKey())));
        return settled;
    }

    /** Whether a file was there neither at the last look nor at the one before it. */
    boolean isGone(Path file) {
        return !now.containsKey(file) && !before.containsKey(file);
    }

    /** The files that were written, added or removed since the stamps, and have settled. */
    Set<Path> changedSince(Map<Path, Stamp> stamps) {
        Set<Path> changed = new TreeSet<>();
        settled().forEach((file, stamp) -> {
            if (!Objects.equals(stamps.get(file), stamp)) {
                changed.add(file);
            }
        });
        stamps.keySet().stream().filter(this::isGone).forEach(changed::add);
        return changed;
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
                for (Path file : entries) {
                    stamp(file, stamps);
                }
            } catch (IOException e) {
                // As good as empty, and the next look may see more.
                return stamps;
            }
        }
        return stamps;
    }

    private static void stamp(Path file, Map<Path, Stamp> stamps) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.put(file, new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            // It has just gone.
            stamps.remove(file);
        }
    }
}
