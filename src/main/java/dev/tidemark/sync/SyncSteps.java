package dev.tidemark.sync;

import dev.tidemark.graph.RouteGraph;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.route.Problem;
import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.RangeTask;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ExceptionHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a source's route that frame its requests: begin, checkpoint, finish or fail. */
public final class SyncSteps {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    /** How the sync of an exchange began. */
    private static final String START = "TidemarkSyncStart";

    static final String LOG_SOURCE = "source";
    static final String LOG_SYNC = "sync";

    /** The exchange properties that belong on every line that a sync logs, with commas between them. */
    public static final String LOG_KEYS = LOG_SOURCE + "," + LOG_SYNC;

    /** The range that an exchange is to fetch, and nothing else: a {@link RangeTask}. */
    public static final String RANGE = "TidemarkRange";

    private static final String EMPTIED = "emptied";

    private String source = "";
    private @Nullable Strategy strategy;
    private @Nullable RangeTopic topic;
    private Object stateRepository = StateRepositories.OWN;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private volatile Surroundings around = Surroundings.NONE;

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

    /**
     * Where the state is kept: a bean of the type {@code StateRepository<String, String>}, or its name. Only the table
     * {@code tidemark_state} shares the transaction of the rows; with any other one, rows may come again after a crash.
     */
    public void setStateRepository(Object stateRepository) {
        this.stateRepository = stateRepository;
    }

    /** Begins a sync from the stored state, or the fetching of a range. */
    public void begin(Exchange exchange) {
        RangeTask task = exchange.getProperty(RANGE, RangeTask.class);
        if (task != null) {
            exchange.setProperty(LOG_SOURCE, source);
            exchange.setProperty(LOG_SYNC, task.plan());
            RangedStrategy finder = (RangedStrategy) Objects.requireNonNull(strategy, "strategy");
            requireEnd(
                    exchange,
                    RangeFetch.begin(
                            exchange, task, finder, StateRepositories.own(exchange.getContext()), reach(exchange)));
            return;
        }
        // Looked up now: a sync may outlive the registry when the program stops without waiting for it any longer.
        Surroundings here = Surroundings.of(exchange.getContext());
        around = here;
        Errand given = CamelContextHelper.findSingleByType(exchange.getContext(), Errand.class);
        Errand errand = given == null ? Errand.NONE : given;
        if (!here.isDue(source)) {
            exchange.setRouteStop(true);
            return;
        }
        SyncStart start = SyncStart.at(here.now(), errand.isBackfill());
        exchange.setProperty(START, start);
        exchange.setProperty(LOG_SOURCE, source);
        exchange.setProperty(LOG_SYNC, start.id());
        Surroundings.onItsLines(source, start, () -> {
            if (here.takeLease(source)) {
                beginSync(exchange, start, errand);
            } else {
                exchange.setRouteStop(true);
            }
        });
    }

    private void beginSync(Exchange exchange, SyncStart begun, Errand errand) {
        Strategy finder = Objects.requireNonNull(strategy, "strategy");
        SinkReach reach = reach(exchange);
        reach.requireSafety();
        reach.warnings().stream()
                .map(Problem::toString)
                .filter(said::add)
                .forEach(warning -> LOG.warn("{}: {}", source, warning));
        SyncOpening opening = new SyncOpening(source, finder, states(exchange.getContext(), finder), topic, errand);
        StoredState stored = opening.stored();
        SyncStart start = begun.from(stored == null ? null : stored.state());
        exchange.setProperty(START, start);
        SyncOpening.Opened opened = opening.open(exchange, start, stored, reach, around.leases() != null);
        Sync sync = opened.sync();
        requireEnd(exchange, sync);
        around.began(opened.progress());
        if (!errand.dryRun() && !sync.isStopping()) {
            FirstLook.at(reach.ends(), exchange);
        }
        if (opened.planner() != null) {
            opened.planner().run(sync, took -> tellOfChunk(sync, took));
        }
    }

    private Checkpoints states(CamelContext context, Strategy finder) {
        StateRepository<String, String> repository = StateRepositories.find(context, stateRepository);
        Checkpoints states = Checkpoints.in(repository, source, finder.name(), finder.cursorField());
        if (states instanceof ForeignStates) {
            if (topic != null && topic.isUsed()) {
                throw new IllegalArgumentException("ranges needs the table tidemark_state; leave out stateRepository"
                        + " `" + stateRepository + "`, or ranges");
            }
            say("its state is kept in " + repository.getClass().getName()
                    + ", apart from the rows: after a crash rows may" + " come again (at-least-once)");
        }
        return states;
    }

    private static SinkReach reach(Exchange exchange) {
        return RouteGraph.of(exchange.getContext()).reach(exchange.getFromRouteId());
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
        if (sync.chunk().hasPassedSinks()) {
            requireFilter(exchange, sync.chunk());
        }
        sync.chunkDone();
        if (sync.range() == null) {
            tellOfChunk(sync, sync.tally().sinceChunkStarted());
        }
    }

    /** Records that come to no sink although there is one are lost, unless the route means to leave some out. */
    private static void requireFilter(Exchange exchange, Chunk chunk) {
        SinkReach reach = reach(exchange);
        if (reach.found() && reach.always()) {
            throw new IllegalStateException(chunk.rows() + " records came to no jdbc-upsert-sink, and no filter or"
                    + " choice in the route says that they are to be left out; look at its steps: a `doTry` that catches"
                    + " a failure, a `split` or `loop` that finds nothing to do, properties that are removed; if they are"
                    + " to be left out, put a `filter` around the sink");
        }
    }

    private void tellOfChunk(Sync sync, Duration took) {
        around.chunkWritten(source, sync.tally().counts(), took);
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
            say(sync.advice());
            long emptied = sync.chunk().emptied();
            if (emptied > 0 && said.add(EMPTIED)) {
                sync.warn("its sink got an empty list in place of all " + emptied + " records that were read, and its"
                        + " state moves past them; look at the steps before the sink that set the body (said once)");
            }
            end(sync, SyncResult.Status.OK, null);
        }
    }

    /** Once, as it holds for all syncs of the source. */
    private void say(@Nullable String what) {
        if (what != null && said.add(what)) {
            LOG.info("{}: {}", source, what);
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
            // A range goes to another worker, who may do better.
            end(sync, SyncResult.Status.STOPPED, sync.range() == null ? Failure.text(cause) : null);
        } else if (sync == null && exchange.getProperty(RANGE) != null) {
            // Its worker tries again; the source's results and lease are the planner's.
            LOG.warn("{}: a range cannot be begun: {}", source, Failure.text(cause));
        } else if (sync == null) {
            failedToBegin(exchange, cause);
        } else {
            int page = sync.tally().page();
            String where = page == 0 ? "" : "page " + page + ": ";
            end(sync, SyncResult.Status.FAILED, where + Failure.text(cause));
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", source, Secrets.masked(ExceptionHelper.stackTraceToString(cause)));
        }
    }

    private void failedToBegin(Exchange exchange, Throwable cause) {
        SyncStart start = exchange.getProperty(START, SyncStart.class);
        // What it needs to begin may be gone when the program stops.
        boolean stopping =
                exchange.getContext().isStopping() || exchange.getContext().isStopped();
        SyncResult result = new Tally(start == null ? SyncStart.now(false) : start)
                .result(
                        source,
                        strategy == null ? "" : strategy.name(),
                        stopping ? SyncResult.Status.STOPPED : SyncResult.Status.FAILED,
                        null,
                        stopping ? null : Failure.text(cause),
                        List.of());
        if (ObjectHelper.getException(LeaseHeldException.class, cause) == null) {
            around.ended(result);
        } else {
            around.refused(result);
        }
    }

    private void end(Sync sync, SyncResult.Status status, @Nullable String error) {
        if (sync.over()) {
            SyncResult result = sync.result(status, error);
            RangeFetch fetch = sync.range();
            if (fetch == null) {
                around.ended(result);
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
}
