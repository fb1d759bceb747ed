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
 * Polls the files of a directory. Unlike file system events, polling works on network drives and mounted volumes, and shows
 * when a file is no longer being written.
 */
final class Folder {

    /** The attributes of a file that change when it is written. */
    record Stamp(FileTime modified, long size, @Nullable Object key) {}

    private final Path directory;
    private final String pattern;
    private Map<Path, Stamp> previous;
    private Map<Path, Stamp> current;

    /** @param pattern the pattern of the names, as in {@code *.yaml}; a missing directory has no files */
    Folder(Path directory, String pattern) {
        this.directory = directory;
        this.pattern = pattern;
        this.current = stamps();
        this.previous = current;
    }

    /** Polls the directory. */
    void look() {
        previous = current;
        current = stamps();
    }

    /** The files that did not change between the last two polls: they are not being written. */
    Map<Path, Stamp> settled() {
        Map<Path, Stamp> settled = new TreeMap<>(current);
        settled.entrySet().removeIf(entry -> !entry.getValue().equals(previous.get(entry.getKey())));
        return settled;
    }

    /** Whether a file was missing in the last two polls. */
    boolean isGone(Path file) {
        return !current.containsKey(file) && !previous.containsKey(file);
    }

    /** The files that were written, added or removed since these stamps, and have settled. */
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
                // It is treated as empty; the next poll may succeed.
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
            // The file was just removed.
            stamps.remove(file);
        }
    }
}
