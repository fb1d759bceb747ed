package dev.tidemark.cli.output;

import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.Progress;
import dev.tidemark.sync.SyncListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of a command's running syncs. On a terminal, it updates lines at the bottom; when stderr is not a
 * terminal, it logs a line at intervals. It never writes to stdout. Thread-safe.
 */
public final class ProgressReport implements SyncListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
    private static final long LIVE_MILLIS = 200;
    private static final Duration LOGGED = Duration.ofSeconds(10);
    private static final long END_MILLIS = 5000;

    private final Map<String, Progress> running = new ConcurrentSkipListMap<>();
    private final @Nullable TerminalLines terminal;
    private Runnable stop = () -> {};

    private ProgressReport(@Nullable TerminalLines terminal) {
        this.terminal = terminal;
    }

    /** Opens the display that stderr supports. */
    public static ProgressReport open() {
        return new ProgressReport(TerminalLines.open());
    }

    /** Starts to update the display. */
    public void start(CamelContext context) {
        Runnable display = terminal == null ? this::log : () -> draw(terminal);
        long millis = terminal == null ? LOGGED.toMillis() : LIVE_MILLIS;
        ScheduledExecutorService clock =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "Progress");
        ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(display, millis, millis, TimeUnit.MILLISECONDS);
        stop = () -> context.getExecutorServiceManager().shutdownGraceful(clock, END_MILLIS);
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
        stop.run();
        if (terminal != null) {
            terminal.close();
        }
    }
}
