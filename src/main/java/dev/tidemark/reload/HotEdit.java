package dev.tidemark.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads changes of the route directory into a running program. Each file is checked before it is loaded. A file with a
 * mistake is reported, and its previous version keeps running. Not thread-safe; confined to the watch's thread.
 */
final class HotEdit {

    private static final Logger LOG = LoggerFactory.getLogger(HotEdit.class);

    private final Path directory;
    private final Folder folder;
    private final Function<Path, CheckedFile> check;
    private final RunningFiles running;

    /** The stamps of the files when they were loaded or refused. */
    private final Map<Path, Folder.Stamp> done = new HashMap<>();

    /** The messages about refused files. */
    private final Map<Path, List<String>> refused = new HashMap<>();

    /** The files of the last poll. */
    private Map<Path, Folder.Stamp> seen = Map.of();

    private boolean missing;

    HotEdit(Path directory, Function<Path, CheckedFile> check, RunningFiles running) {
        this.directory = directory;
        this.folder = new Folder(directory);
        this.check = check;
        this.running = running;
    }

    /** Polls the files, and loads those that have changed and settled. */
    void look() throws Exception {
        if (isMissing()) {
            return;
        }
        folder.look();
        Map<Path, Folder.Stamp> settled = folder.settled();
        if (!seen.equals(settled)) {
            // Two files that swap their names may be written one after the other.
            done.keySet().removeAll(refused.keySet());
            // Their templates may be in the changed files.
            running.all().values().stream().filter(RouteFile::usesTemplates).forEach(file -> done.remove(file.path()));
        }
        seen = settled;
        Map<Path, RouteFile> changed = new TreeMap<>();
        for (Map.Entry<Path, Folder.Stamp> file : settled.entrySet()) {
            if (!file.getValue().equals(done.get(file.getKey()))) {
                RouteFile read = read(file.getKey());
                if (read != null) {
                    changed.put(read.path(), read);
                }
            }
        }
        refused.keySet().removeIf(path -> folder.isGone(path) && !running.all().containsKey(path));
        done.keySet().removeIf(folder::isGone);
        Set<Path> gone = gone();
        refuseDependent(changed, gone);
        Map<RouteFile, String> failed = new HashMap<>();
        if (running.replace(changed, gone, failed)) {
            // A name that was in use may be free now.
            done.keySet().removeAll(refused.keySet());
            changed.keySet().forEach(refused::remove);
        }
        failed.forEach((file, why) -> refuse(file, List.of(why)));
    }

    /** Whether the whole directory is missing, as while it is moved: its files then keep running. */
    private boolean isMissing() {
        boolean before = missing;
        missing = !Files.isDirectory(directory);
        if (missing && !before) {
            LOG.warn("{}: is not a directory any more; all sources keep running", directory);
        }
        return missing;
    }

    /** The file when it has to be loaded; null when it is unchanged, has mistakes, or is being written. */
    private @Nullable RouteFile read(Path path) {
        RouteFile before = running.all().get(path);
        byte[] text = text(path);
        if (before != null && !before.usesTemplates() && Arrays.equals(text, before.text())) {
            return unchanged(path);
        }
        RouteFile read = new RouteFile(path, text, check.apply(path));
        boolean settled = Arrays.equals(text, text(path)) && (folder.isSettled() || !read.usesTemplates());
        if (!settled) {
            return null;
        }
        if (before != null && read.problems().isEmpty() && read.isSameAs(before)) {
            return unchanged(path);
        }
        List<String> problems = new ArrayList<>(read.problems());
        if (problems.isEmpty()) {
            problems.addAll(fixedKinds(before));
            problems.addAll(fixedKinds(read));
        }
        if (!problems.isEmpty()) {
            refuse(read, problems);
            return null;
        }
        return read;
    }

    private @Nullable RouteFile unchanged(Path path) {
        if (refused.remove(path) != null) {
            LOG.info("{}: matches the running version again", path);
        }
        finish(path);
        return null;
    }

    private static byte[] text(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            // The check reports the reason.
            return new byte[0];
        }
    }

    private Set<Path> gone() {
        Set<Path> gone = new TreeSet<>();
        running.all().forEach((path, file) -> {
            if (folder.isGone(path)) {
                List<String> fixedKinds = fixedKinds(file);
                if (fixedKinds.isEmpty()) {
                    gone.add(path);
                } else {
                    report(path, fixedKinds);
                }
            }
        });
        return gone;
    }

    private static List<String> fixedKinds(@Nullable RouteFile file) {
        return file == null || file.lasting().isEmpty()
                ? List.of()
                : List.of(file.path() + ": requires a restart: it contains " + file.lasting() + "; only routes and"
                        + " beans can be replaced at runtime");
    }

    /** Refuses files that use the name of another file's source or route, or a template of a refused file. */
    private void refuseDependent(Map<Path, RouteFile> changed, Set<Path> gone) {
        for (RouteFile file : List.copyOf(changed.values())) {
            List<RouteFile> others = new ArrayList<>(running.all().values());
            others.removeIf(other -> gone.contains(other.path()) || changed.containsKey(other.path()));
            changed.values().stream().takeWhile(other -> other != file).forEach(others::add);
            List<String> problems = new ArrayList<>();
            others.forEach(other -> problems.addAll(file.clashesWith(other)));
            file.templateFiles().stream()
                    .filter(used -> refused.containsKey(used) && !changed.containsKey(used))
                    .forEach(used -> problems.add(file.path() + ": uses a template of " + used
                            + ", which was not loaded: correct that file"));
            if (!problems.isEmpty()) {
                changed.remove(file.path());
                refuse(file, problems);
                // Its previous version stays, and its names may clash too.
                refuseDependent(changed, gone);
                return;
            }
        }
    }

    private void refuse(RouteFile file, List<String> problems) {
        finish(file.path());
        RouteFile before = running.all().get(file.path());
        List<String> lines = new ArrayList<>(problems);
        lines.add(file.path() + ": not loaded; "
                + (before == null
                        ? "none of its routes are" + " running"
                        : before.sourceNames() + " keep running as before"));
        report(file.path(), lines);
    }

    private void finish(Path path) {
        done.put(path, Objects.requireNonNull(folder.settled().get(path), "it was settled"));
    }

    private void report(Path path, List<String> lines) {
        if (!lines.equals(refused.put(path, lines))) {
            lines.forEach(LOG::warn);
        }
    }
}
