package dev.tidemark.reload;

import dev.tidemark.sync.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running route files, and their replacement by others. Not thread-safe; confined to the watch's thread. */
final class RunningFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RunningFiles.class);

    private final Map<Path, RouteFile> files = new TreeMap<>();
    private final Set<Path> halted = new HashSet<>();
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
        for (Path path : free(changed, atRest(leaving))) {
            left.put(path, unload(path));
        }
        List<RouteFile> loaded = new ArrayList<>();
        for (RouteFile file : changed.values()) {
            if (!files.containsKey(file.path())
                    && !clashes(file, Set.of())
                    && load(file, left.get(file.path()), failed)) {
                loaded.add(file);
            }
        }
        report(left, gone, loaded);
        if (hasSources(left) && !hasSources(files)) {
            LOG.warn("no sources left: nothing is synced until a route file adds one");
        }
        return !left.isEmpty() || !loaded.isEmpty();
    }

    private static void report(Map<Path, RouteFile> left, Set<Path> gone, Collection<RouteFile> loaded) {
        left.forEach((path, file) -> {
            if (gone.contains(path)) {
                LOG.info("{}: removed; stopped: {}", path, file.sourceNames());
            }
        });
        loaded.forEach(file -> LOG.info(
                "{}: {}; running: {}",
                file.path(),
                left.containsKey(file.path()) ? "changed" : "added",
                file.sourceNames()));
    }

    private static boolean hasSources(Map<Path, RouteFile> some) {
        return some.values().stream().anyMatch(file -> !file.sources().isEmpty());
    }

    private void resumeAllBut(Set<Path> leaving) throws Exception {
        for (Path path : List.copyOf(halted)) {
            if (!leaving.contains(path)) {
                halted.remove(path);
                routes.resume(path);
            }
        }
    }

    private Set<Path> atRest(Set<Path> leaving) throws Exception {
        Set<Path> resting = new TreeSet<>();
        for (Path path : leaving) {
            // Repeated at each poll: this process may have become the leader of one meanwhile.
            routes.halt(path);
            // A timer may have fired just before it was halted: the next poll shows that.
            if (halted.add(path)) {
                if (!routes.isAtRest(path)) {
                    LOG.info(
                            "{}: waiting for running syncs of {}",
                            path,
                            file(path).sourceNames());
                }
            } else if (routes.isAtRest(path)) {
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

    private RouteFile unload(Path path) throws Exception {
        RouteFile old = file(path);
        routes.unload(path);
        files.remove(path);
        halted.remove(path);
        listener.ended(old.sources());
        return old;
    }

    private boolean load(RouteFile file, @Nullable RouteFile before, Map<RouteFile, String> failed) throws Exception {
        try {
            start(file);
            return true;
        } catch (Exception e) {
            failed.put(file, file.path() + ": Camel cannot start its routes: " + Failure.innermost(e));
            if (before != null) {
                start(before);
            }
            return false;
        }
    }

    /**
     * Starts a file's routes. The timers fire before all routes exist, which does not start a sync, and again when the
     * sources are resumed.
     */
    private void start(RouteFile file) throws Exception {
        routes.load(file);
        files.put(file.path(), file);
        routes.halt(file.path());
        routes.awaitRest(file.path());
        listener.begin(file.sources());
        routes.resume(file.path());
    }

    private RouteFile file(Path path) {
        RouteFile file = files.get(path);
        if (file == null) {
            throw new IllegalStateException(path + " is not running");
        }
        return file;
    }
}
