package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.RangeTask;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.StepSizeStrategy;
import dev.tidemark.strategy.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ExceptionHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The steps of a source's route that frame its requests: begin, checkpoint, finish or fail. */
public final class SyncSteps {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    /** How the sync of an exchange began. */
    private static final String START = "TidemarkSyncStart";

    private static final String LOG_SOURCE = "source";
    private static final String LOG_SYNC = "sync";

    /** The exchange properties that belong on every line that a sync logs, with commas between them. */
    public static final String LOG_KEYS = LOG_SOURCE + "," + LOG_SYNC;

    /** The range that an exchange is to fetch, and nothing else: a {@link RangeTask}. */
    public static final String RANGE = "TidemarkRange";

    private String source = "";
    private @Nullable Strategy strategy;
    private @Nullable RangeTopic topic;
    private volatile Set<SyncListener> listeners = Set.of();
    private volatile @Nullable Turns turns;
    private volatile @Nullable Leases leases;

    /** The source's name. */
    public void setSource(String source) {
        this.source = source;
    }

    /** How the source finds what is new. */
    public void setStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    /** Where the source's ranges go, if they do. */
    public void setTopic(RangeTopic topic) {
        this.topic = topic;
    }

    /** Begins a sync from the stored state, or the fetching of a range. */
    public void begin(Exchange exchange) {
        RangeTask task = exchange.getProperty(RANGE, RangeTask.class);
        if (task != null) {
            exchange.setProperty(LOG_SOURCE, source);
            exchange.setProperty(LOG_SYNC, task.plan());
            StepSizeStrategy finder = (StepSizeStrategy) Objects.requireNonNull(strategy, "strategy");
            requireEnd(exchange, RangeFetch.begin(exchange, task, finder, states(exchange)));
            return;
        }
        // Looked up now: a sync may outlive the registry when the program stops without waiting for it any longer.
        listeners = exchange.getContext().getRegistry().findByType(SyncListener.class);
        turns = find(exchange, Turns.class);
        leases = find(exchange, Leases.class);
        Errand given = find(exchange, Errand.class);
        Errand errand = given == null ? Errand.NONE : given;
        if (turns != null && !turns.isDue(source)) {
            exchange.setRouteStop(true);
            return;
        }
        Turns clock = turns;
        SyncStart start = SyncStart.at(clock == null ? Instant.now() : clock.now(), errand.isBackfill());
        exchange.setProperty(START, start);
        exchange.setProperty(LOG_SOURCE, source);
        exchange.setProperty(LOG_SYNC, start.id());
        onItsLines(start, () -> {
            if (leases != null && !takeLease(leases, turns)) {
                exchange.setRouteStop(true);
            } else {
                beginSync(exchange, start, errand);
            }
        });
    }

    /** For what is logged here, which Camel's own logging context does not reach at the beginning and at the end. */
    private void onItsLines(SyncStart start, Runnable action) {
        MDC.put(LOG_SOURCE, source);
        MDC.put(LOG_SYNC, start.id());
        try {
            action.run();
        } finally {
            MDC.remove(LOG_SOURCE);
            MDC.remove(LOG_SYNC);
        }
    }

    /** @return no when another process holds it, and there are further turns */
    private boolean takeLease(Leases from, @Nullable Turns further) {
        try {
            from.take(source);
            return true;
        } catch (LeaseHeldException e) {
            if (further == null) {
                throw e;
            }
            further.missed(source, e.lease());
            return false;
        }
    }

    private static JdbcStateRepository states(Exchange exchange) {
        return CamelContextHelper.mandatoryFindSingleByType(exchange.getContext(), JdbcStateRepository.class);
    }

    private void beginSync(Exchange exchange, SyncStart begun, Errand errand) {
        Strategy finder = Objects.requireNonNull(strategy, "strategy");
        JdbcStateRepository states = states(exchange);
        if (!errand.dryRun()) {
            states.createTable();
        }
        StoredState stored = (errand.dryRun() ? states.findInTable(source) : states.find(source)).orElse(null);
        if (stored != null) {
            requireSame("strategy", stored.strategy(), finder.name());
            requireSame("cursorField", stored.cursorField(), finder.cursorField());
        }
        SyncStart start = begun.from(stored == null ? null : stored.state());
        exchange.setProperty(START, start);
        StoredState from = errand.from() == null
                ? stored
                : new StoredState(finder.name(), finder.cursorField(), finder.stateAt(errand.from(), start.state()), 0);
        // A dry run and a backfill are this process's own business.
        boolean stores = !errand.dryRun() && !errand.isBackfill();
        RangePlanner planner = stores && topic != null && topic.isUsed()
                ? RangePlanner.of(exchange.getContext(), topic, (StepSizeStrategy) finder, start, leases != null)
                : null;
        Paging paging =
                planner == null ? finder.begin(from == null ? null : from.state(), start.at()) : planner.paging();
        Progress progress = new Progress(source, finder, from == null ? null : from.state(), start.at());
        Sync sync = new Sync(
                source,
                finder.name(),
                finder.cursorField(),
                paging,
                stores
                        ? Checkpoints.inState(states, source, finder.name(), finder.cursorField())
                        : Checkpoints.inMemory(finder.name(), finder.cursorField()),
                from,
                errand,
                range(finder, errand, start.state()),
                start,
                stored != null && hasCursor(finder, stored),
                progress,
                !SourceRoute.sinks(exchange.getContext(), source).isEmpty(),
                exchange);
        requireEnd(exchange, sync);
        listeners.forEach(listener -> listener.began(progress));
        if (!errand.dryRun() && !sync.isStopping()) {
            FirstLook.at(SourceRoute.sinks(exchange.getContext(), source), exchange);
        }
        if (planner != null) {
            planner.run(sync, took -> tellOfChunk(sync, took));
        }
    }

    /** A route that ends otherwise than by the last steps here must not go unnoticed. */
    private void requireEnd(Exchange exchange, Sync sync) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (sync.isStopping()) {
                    end(sync, SyncResult.Status.STOPPED, null);
                } else {
                    end(
                            sync,
                            SyncResult.Status.FAILED,
                            "its route stopped a chunk without an error; let errors pass"
                                    + " to the source, so that it knows what was not written");
                }
            }
        });
    }

    /** A state that was set by hand does not say whose values it holds: nothing may have been written for it yet. */
    private static boolean hasCursor(Strategy finder, StoredState stored) {
        boolean ownWord = finder.cursorField() == null || stored.cursorField() != null;
        return ownWord && finder.reached(stored.state()) != null;
    }

    private static Range range(Strategy finder, Errand errand, @Nullable ObjectNode before) {
        return new Range(finder, errand.to() == null ? null : finder.reached(finder.stateAt(errand.to(), before)));
    }

    private static <T> @Nullable T find(Exchange exchange, Class<T> type) {
        return CamelContextHelper.findSingleByType(exchange.getContext(), type);
    }

    /** A state means nothing to another strategy, and the values of one field nothing to another. */
    private void requireSame(String what, @Nullable String before, @Nullable String now) {
        if (before != null && now != null && !before.equals(now)) {
            throw new IllegalStateException("its state was stored with the " + what + " " + before + ", and it now has "
                    + now + "; run `state reset " + source + "` to begin anew");
        }
    }

    /** Whether there is another page to ask for. */
    public boolean hasNext(Exchange exchange) {
        return Sync.of(exchange).hasNext();
    }

    /** Whether the request is still to be made: its answer may have been read ahead. */
    public boolean isToBeAsked(Exchange exchange) {
        return !Sync.of(exchange).isAnswered();
    }

    /** The chunk was written. */
    public void checkpoint(Exchange exchange) {
        Sync sync = Sync.of(exchange);
        sync.chunkDone();
        if (sync.range() == null) {
            tellOfChunk(sync, sync.tally().sinceChunkStarted());
        }
    }

    private void tellOfChunk(Sync sync, Duration took) {
        listeners.forEach(listener -> listener.chunkWritten(source, sync.tally().counts(), took));
    }

    /** All pages were written. */
    public void finish(Exchange exchange) {
        Sync sync = Sync.of(exchange);
        if (sync.endedEarly() || sync.isStopping()) {
            end(sync, SyncResult.Status.STOPPED, null);
        } else {
            sync.end();
            String how = sync.howItEnded();
            if (how != null) {
                LOG.info("{}: {}", source, how);
            }
            end(sync, SyncResult.Status.OK, null);
        }
    }

    /** Something failed: the sync ends here, with what was stored before. */
    public void fail(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Sync sync = Sync.find(exchange);
        SyncStoppedException stop = ObjectHelper.getException(SyncStoppedException.class, cause);
        RangeTakenException taken = ObjectHelper.getException(RangeTakenException.class, cause);
        if (sync != null && taken != null) {
            end(sync, SyncResult.Status.STOPPED, null);
        } else if (sync != null && stop != null) {
            end(sync, SyncResult.Status.STOPPED, stop.getMessage());
        } else if (sync != null && Stopping.isRouteGone(exchange)) {
            end(sync, SyncResult.Status.STOPPED, Failure.text(cause));
        } else if (sync == null) {
            String name = strategy == null ? "" : strategy.name();
            SyncStart start = exchange.getProperty(START, SyncStart.class);
            boolean refused = ObjectHelper.getException(LeaseHeldException.class, cause) != null;
            tell(
                    new Tally(start == null ? SyncStart.now(false) : start)
                            .result(source, name, SyncResult.Status.FAILED, null, Failure.text(cause), List.of()),
                    refused ? SyncListener::refused : SyncListener::ended);
        } else {
            int page = sync.tally().page();
            String where = page == 0 ? "" : "page " + page + ": ";
            end(sync, SyncResult.Status.FAILED, where + Failure.text(cause));
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", source, Secrets.masked(ExceptionHelper.stackTraceToString(cause)));
        }
    }

    private void end(Sync sync, SyncResult.Status status, @Nullable String error) {
        if (sync.over()) {
            SyncResult result = sync.result(status, error);
            RangeFetch fetch = sync.range();
            if (fetch == null) {
                tell(result, SyncListener::ended);
            } else {
                fetch.ended(result);
            }
        }
        try {
            sync.closePage();
        } catch (IOException e) {
            LOG.warn("{}: a temporary file could not be deleted: {}", sync.source(), e.toString());
        }
    }

    private void tell(SyncResult result, BiConsumer<SyncListener, SyncResult> how) {
        onItsLines(result.start(), () -> log(result));
        if (turns != null && result.status() == SyncResult.Status.OK) {
            turns.succeeded(source);
        }
        if (leases != null) {
            leases.release(source);
        }
        onItsLines(result.start(), () -> listeners.forEach(listener -> how.accept(listener, result)));
    }

    private void log(SyncResult result) {
        result.warnings().forEach(warning -> LOG.warn("{}: {}", result.source(), warning));
        if (result.status() == SyncResult.Status.FAILED) {
            LOG.error("{}: {}{}", result.source(), result.error(), nextTry());
        } else if (result.error() != null) {
            LOG.warn("{}: stopped: {}", result.source(), result.error());
        } else {
            LOG.info(
                    "{}: {}, {} read, {} written, {} unchanged, {} rejected, {} pages, {} s",
                    result.source(),
                    result.status().word(),
                    result.rowsRead(),
                    result.rowsWritten(),
                    result.rowsUnchanged(),
                    result.rowsRejected(),
                    result.pages(),
                    result.seconds());
        }
        if (result.rowsRejected() > 0) {
            LOG.warn(
                    "{}: {} records were rejected; the table tidemark_rejects has them with the reasons",
                    result.source(),
                    result.rowsRejected());
        }
    }

    private String nextTry() {
        return turns == null
                ? ""
                : "; next try at " + turns.failed(source, turns.now()).truncatedTo(ChronoUnit.SECONDS);
    }
}
