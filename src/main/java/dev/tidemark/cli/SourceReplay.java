package dev.tidemark.cli;

import dev.tidemark.route.KameletUse;
import dev.tidemark.route.Source;
import dev.tidemark.sink.Replay;
import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.Leases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the rejects of one source again, through the sinks of its route, and leaves its state alone. */
final class SourceReplay {

    private static final int CHUNK = 500;

    private final Project setup;
    private final Rejects rejects;
    private final SinkRoutes sinks;
    private final String name;
    private long read;
    private long written;
    private long unchanged;

    SourceReplay(Project setup, Rejects rejects, SinkRoutes sinks, String name) {
        this.setup = setup;
        this.rejects = rejects;
        this.sinks = sinks;
        this.name = name;
    }

    /** Does it, unless another process is syncing the source. */
    ReplayResult run(Leases leases) {
        Source source = setup.sources().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (source == null) {
            return result("there is no source of that name in " + setup.routes() + ", so its rejects stay");
        }
        try {
            leases.take(name);
        } catch (LeaseHeldException e) {
            return result("its rejects are left as they are, for " + e.getMessage());
        }
        try {
            return result(replay(source));
        } catch (Exception e) {
            return result(Failure.text(e));
        } finally {
            leases.release(name);
        }
    }

    /** @return why some could not be tried; null when all were */
    private @Nullable String replay(Source source) throws Exception {
        Map<KameletUse, List<Rejects.Found>> bySink = new LinkedHashMap<>();
        String left = null;
        for (Rejects.Found found : all()) {
            List<KameletUse> fitting =
                    source.sinks().stream().filter(sink -> isFor(sink, found)).toList();
            if (fitting.size() == 1) {
                bySink.computeIfAbsent(fitting.get(0), sink -> new ArrayList<>())
                        .add(found);
            } else {
                left = source.file() + ":" + source.line() + ": its route has " + fitting.size() + " sinks for table `"
                        + found.reject().table() + "` in dataSource `" + found.database()
                        + "`, so it is not known how to write the rejects of that table, and they stay";
            }
        }
        String cursorField = setup.check().strategy(source).cursorField();
        for (Map.Entry<KameletUse, List<Rejects.Found>> each : bySink.entrySet()) {
            List<Rejects.Found> further = each.getValue();
            while (!further.isEmpty()) {
                List<Rejects.Found> chunk = further.subList(0, Math.min(CHUNK, further.size()));
                String unreadable = write(each.getKey(), chunk, new Replay(cursorField));
                left = unreadable == null ? left : unreadable;
                further = further.subList(chunk.size(), further.size());
            }
        }
        return left;
    }

    private boolean isFor(KameletUse sink, Rejects.Found found) {
        return found.reject().table().equals(sink.parameters().get("table"))
                && found.database().equals(setup.database(sink));
    }

    /** @return why one could not be read; null when all were */
    private @Nullable String write(KameletUse sink, List<Rejects.Found> chunk, Replay replay) throws Exception {
        String unreadable = null;
        for (Rejects.Found found : chunk) {
            try {
                replay.add(found.reject().id(), rejects.record(found));
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
