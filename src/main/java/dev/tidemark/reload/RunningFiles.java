package dev.tidemark.reload;

import dev.tidemark.route.Source;
import dev.tidemark.sync.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running route files, and their replacement by others. Not thread-safe; confined to the watch's thread. */
final class RunningFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RunningFiles.class);

    private final Map<Path, RouteFile> files = new TreeMap<>();
    private final Map<Path, FilePart> halted = new HashMap<>();
    private final LiveRoutes routes;
    private final SourcesListener listener;

    /** @param running the files whose routes already exist */
    RunningFiles(Collection<RouteFile> running, LiveRoutes routes, SourcesListener listener) {
        running.forEach(file -> files.put(file.path(), file));
        this.routes = routes;
        this.listener = listener;
    }

    /** The files that are running. */
    Map<Path, RouteFile> all() {
        return Map.copyOf(files);
    }

    /**
     * Suspends the sources of changed or removed files, and replaces the files whose sources are idle. It has to be called
     * again with the remaining files.
     *
     * @param failed receives the files whose routes Camel could not create, with the reason; their previous versions keep
     *     running
     * @return whether anything was replaced
     */
    boolean replace(Map<Path, RouteFile> changed, Set<Path> gone, Map<RouteFile, String> failed) throws Exception {
        Set<Path> leaving = new TreeSet<>(gone);
        changed.keySet().stream().filter(files::containsKey).forEach(leaving::add);
        resumeAllBut(leaving);
        Map<Path, RouteFile> left = new TreeMap<>();
        Map<Path, FilePart> parts = new HashMap<>();
        for (Path path : free(changed, atRest(leaving, changed))) {
            parts.put(path, part(path, changed));
            left.put(path, unload(parts.get(path)));
        }
        List<RouteFile> loaded = new ArrayList<>();
        for (RouteFile file : changed.values()) {
            FilePart part = parts.getOrDefault(file.path(), FilePart.whole(file.path()));
            if (!files.containsKey(file.path())
                    && !clashes(file, Set.of())
                    && load(file, part, left.get(file.path()), failed)) {
                loaded.add(file);
            }
        }
        report(left, parts, gone, loaded);
        if (hasSources(left) && !hasSources(files)) {
            LOG.warn("no sources left: nothing is synced until a route file adds one");
        }
        return !left.isEmpty() || !loaded.isEmpty();
    }

    /** The part of a file that changes: of a removed file, all of it. */
    private FilePart part(Path path, Map<Path, RouteFile> changed) {
        RouteFile newer = changed.get(path);
        return newer == null ? FilePart.whole(path) : file(path).changedIn(newer);
    }

    private static void report(
            Map<Path, RouteFile> left, Map<Path, FilePart> parts, Set<Path> gone, Collection<RouteFile> loaded) {
        left.forEach((path, file) -> {
            if (gone.contains(path)) {
                LOG.info("{}: removed; stopped: {}", path, file.sourceNames());
            }
        });
        for (RouteFile file : loaded) {
            RouteFile before = left.get(file.path());
            FilePart part = parts.get(file.path());
            if (before == null || part == null || part.kept().isEmpty()) {
                LOG.info("{}: {}; running: {}", file.path(), before == null ? "added" : "changed", file.sourceNames());
            } else {
                LOG.info(
                        "{}: changed{}; {} unchanged",
                        file.path(),
                        changes(before, file, part),
                        part.kept().size());
            }
        }
    }

    private static String changes(RouteFile before, RouteFile file, FilePart part) {
        List<Source> started = file.sources(part);
        Set<String> names = started.stream().map(Source::name).collect(Collectors.toSet());
        List<Source> stopped = before.sources(part).stream()
                .filter(source -> !names.contains(source.name()))
                .toList();
        return (started.isEmpty() ? "" : "; running: " + RouteFile.names(started))
                + (stopped.isEmpty() ? "" : "; stopped: " + RouteFile.names(stopped));
    }

    private static boolean hasSources(Map<Path, RouteFile> some) {
        return some.values().stream().anyMatch(file -> !file.sources().isEmpty());
    }

    private void resumeAllBut(Set<Path> leaving) throws Exception {
        for (FilePart part : List.copyOf(halted.values())) {
            if (!leaving.contains(part.file())) {
                halted.remove(part.file());
                routes.resume(part);
            }
        }
    }

    private Set<Path> atRest(Set<Path> leaving, Map<Path, RouteFile> changed) throws Exception {
        Set<Path> resting = new TreeSet<>();
        for (Path path : leaving) {
            FilePart part = part(path, changed);
            FilePart before = halted.get(path);
            if (before != null && !before.equals(part)) {
                // The file changed once more, in other sources.
                routes.resume(before);
                halted.remove(path);
            }
            // Repeated at each poll: this process may have become the leader of one meanwhile.
            routes.halt(part);
            // A timer may have fired just before it was halted: the next poll shows that.
            if (halted.put(path, part) == null) {
                if (!routes.isAtRest(part)) {
                    LOG.info(
                            "{}: waiting for running syncs of {}",
                            path,
                            RouteFile.names(file(path).sources(part)));
                }
            } else if (routes.isAtRest(part)) {
                resting.add(path);
            }
        }
        return resting;
    }

    /** The files whose new version uses no name of a file that must stay for now. */
    private Set<Path> free(Map<Path, RouteFile> changed, Set<Path> resting) {
        Set<Path> free = new TreeSet<>(resting);
        boolean fewer = true;
        while (fewer) {
            fewer = free.removeIf(path -> changed.containsKey(path) && clashes(changed.get(path), Set.copyOf(free)));
        }
        return free;
    }

    private boolean clashes(@Nullable RouteFile file, Set<Path> leaving) {
        return file != null
                && files.values().stream()
                        .filter(other ->
                                !leaving.contains(other.path()) && !other.path().equals(file.path()))
                        .anyMatch(other -> !file.clashesWith(other).isEmpty());
    }

    private RouteFile unload(FilePart part) throws Exception {
        RouteFile old = file(part.file());
        routes.unload(part);
        files.remove(part.file());
        halted.remove(part.file());
        listener.ended(old.sources(part));
        return old;
    }

    private boolean load(RouteFile file, FilePart part, @Nullable RouteFile before, Map<RouteFile, String> failed)
            throws Exception {
        try {
            start(file, part);
            return true;
        } catch (Exception e) {
            failed.put(file, file.path() + ": Camel cannot start its routes: " + Failure.innermost(e));
            if (before != null) {
                start(before, part);
            }
            return false;
        }
    }

    /**
     * Starts a file's routes. The timers fire before all routes exist, which does not start a sync, and again when the
     * sources are resumed.
     */
    private void start(RouteFile file, FilePart part) throws Exception {
        routes.load(file, part);
        files.put(file.path(), file);
        routes.halt(part);
        routes.awaitRest(part);
        listener.begin(file.sources(part));
        routes.resume(part);
    }

    private RouteFile file(Path path) {
        RouteFile file = files.get(path);
        if (file == null) {
            throw new IllegalStateException(path + " is not running");
        }
        return file;
    }
}
