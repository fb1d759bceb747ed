package dev.tidemark.cli;

import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.Progress;
import dev.tidemark.sync.SyncListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of a command's running syncs. On a terminal, it updates lines at the bottom; when stderr is not a
 * terminal, it logs a line at intervals. It never writes to stdout. Thread-safe.
 */
final class ProgressReport implements SyncListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
    private static final long LIVE_MILLIS = 200;
    private static final Duration LOGGED = Duration.ofSeconds(10);
    private static final long END_SECONDS = 5;

    private final Map<String, Progress> running = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    private final @Nullable TerminalLines terminal;

    private ProgressReport(@Nullable TerminalLines terminal) {
        this.terminal = terminal;
        Runnable display = terminal == null ? this::log : () -> draw(terminal);
        long millis = terminal == null ? LOGGED.toMillis() : LIVE_MILLIS;
        ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(display, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Starts the display that stderr supports. */
    static ProgressReport open() {
        return new ProgressReport(TerminalLines.open());
    }

    @Override
    public void began(Progress progress) {
        running.put(progress.source(), progress);
    }

    @Override
    public void ended(SyncResult result) {
        running.remove(result.source());
    }

    private void log() {
        running.values().stream()
                .filter(sync -> sync.elapsed().compareTo(LOGGED.dividedBy(2)) >= 0)
                .forEach(sync -> LOG.info(ProgressText.sentence(sync)));
    }

    private void draw(TerminalLines lines) {
        List<Progress> syncs = List.copyOf(running.values());
        int most = syncs.size() <= lines.height() ? syncs.size() : lines.height() - 1;
        List<String> shown = new ArrayList<>(ProgressText.lines(syncs.subList(0, most), lines.width()));
        if (most < syncs.size()) {
            shown.add("and " + (syncs.size() - most) + " more");
        }
        lines.show(shown);
    }

    /** Removes the display. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal != null) {
            terminal.close();
        }
    }
}
