package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.runtime.Project;
import dev.tidemark.sink.Replay;
import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.Leases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays the rejects of one source through the sinks of its route. It does not change the source's state. */
final class SourceReplay {

    private static final int CHUNK = 500;

    private final Project project;
    private final Rejects rejects;
    private final SinkRoutes sinks;
    private final String name;
    private long read;
    private long written;
    private long unchanged;

    SourceReplay(Project project, Rejects rejects, SinkRoutes sinks, String name) {
        this.project = project;
        this.rejects = rejects;
        this.sinks = sinks;
        this.name = name;
    }

    /** Replays the rejects, unless another process is syncing the source. */
    ReplayResult run(Leases leases) {
        Source source = project.sources().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (source == null) {
            return result(project.routes() + " has no source with this name, so its rejects stay");
        }
        try {
            leases.take(name);
        } catch (LeaseHeldException e) {
            return result("rejects not replayed: " + e.getMessage());
        }
        try {
            return result(replay(source));
        } catch (Exception e) {
            return result(Failure.text(e));
        } finally {
            leases.release(name);
        }
    }

    /** @return why some were not tried; null when all were */
    private @Nullable String replay(Source source) throws Exception {
        Map<KameletUse, List<Rejects.Found>> bySink = new LinkedHashMap<>();
        String problem = null;
        for (Rejects.Found found : all()) {
            List<KameletUse> fitting =
                    source.sinks().stream().filter(sink -> isFor(sink, found)).toList();
            if (fitting.size() == 1) {
                bySink.computeIfAbsent(fitting.get(0), sink -> new ArrayList<>())
                        .add(found);
            } else {
                problem = source.file() + ":" + source.line() + ": its route has"
                        + " " + fitting.size() + " sinks for table `"
                        + found.reject().table() + "` in dataSource `" + found.database()
                        + "`, so the sink for the rejects of this table is ambiguous or missing, and they stay";
            }
        }
        String cursorField = project.check().strategy(source).cursorField();
        for (Map.Entry<KameletUse, List<Rejects.Found>> each : bySink.entrySet()) {
            List<Rejects.Found> remaining = each.getValue();
            while (!remaining.isEmpty()) {
                List<Rejects.Found> chunk = remaining.subList(0, Math.min(CHUNK, remaining.size()));
                String unreadable = write(each.getKey(), chunk, new Replay(cursorField));
                problem = unreadable == null ? problem : unreadable;
                remaining = remaining.subList(chunk.size(), remaining.size());
            }
        }
        return problem;
    }

    private boolean isFor(KameletUse sink, Rejects.Found found) {
        return found.reject().table().equals(sink.parameters().get("table"))
                && found.database().equals(project.value(sink, "dataSource"));
    }

    /** @return why one could not be read; null when all could be read */
    private @Nullable String write(KameletUse sink, List<Rejects.Found> chunk, Replay replay) throws Exception {
        String unreadable = null;
        for (Rejects.Found found : chunk) {
            try {
                replay.add(found.reject().id(), found.reject().reason(), rejects.record(found));
            } catch (IllegalArgumentException e) {
                unreadable = e.getMessage();
            }
        }
        sinks.write(sink, replay);
        written += replay.written();
        unchanged += replay.size() - replay.written() - replay.refused();
        return unreadable;
    }

    private List<Rejects.Found> all() {
        List<Rejects.Found> all = rejects.of(List.of(name));
        read = all.size();
        return all;
    }

    private ReplayResult result(@Nullable String error) {
        long remaining = rejects.of(List.of(name)).size();
        return new ReplayResult(name, Math.max(read, remaining), written, unchanged, remaining, error);
    }
}
