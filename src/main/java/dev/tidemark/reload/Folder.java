package dev.tidemark.reload;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Polls the route files of a directory. Unlike file system events, polling works on network drives and mounted volumes,
 * and shows when a file is no longer being written.
 */
final class Folder {

    /** The attributes of a file that change when it is written. */
    record Stamp(FileTime modified, long size, @Nullable Object key) {}

    private static final String ROUTES = "*.{yaml,yml}";

    private final Path directory;
    private Map<Path, Stamp> previous;
    private Map<Path, Stamp> current;

    /** @param directory a missing one has no files */
    Folder(Path directory) {
        this.directory = directory;
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

    /** Whether no file changed between the last two polls, nor since: none is being written. */
    boolean isSettled() {
        return current.equals(previous) && current.equals(stamps());
    }

    /** Whether a file was missing in the last two polls. */
    boolean isGone(Path file) {
        return !current.containsKey(file) && !previous.containsKey(file);
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, ROUTES)) {
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
