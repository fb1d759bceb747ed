package dev.tidemark.sync;

import dev.tidemark.graph.RouteGraph;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.route.Problem;
import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.RangeTask;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.Strategy;
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

    private static final String EMPTIED = "emptied";

    private String source = "";
    private @Nullable Strategy strategy;
    private @Nullable RangeTopic topic;
    private Object stateRepository = StateRepositories.OWN;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

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

    /** Begins a sync from the stored state, or the fetching of the range that is the exchange's body. */
    public void begin(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof RangeTask task) {
            beginRange(exchange, task);
            return;
        }
        // Looked up now: a sync may outlive the registry when the program stops without waiting for it any longer.
        SyncEnvironment around = SyncEnvironment.of(exchange.getContext());
        SyncOptions given = CamelContextHelper.findSingleByType(exchange.getContext(), SyncOptions.class);
        SyncOptions errand = given == null ? SyncOptions.NONE : given;
        if (!around.isDue(source)) {
            exchange.setRouteStop(true);
            return;
        }
        SyncStart start = SyncStart.at(around.now(), errand.isBackfill());
        exchange.setProperty(ExchangeKeys.LOG_SOURCE, source);
        exchange.setProperty(ExchangeKeys.LOG_SYNC, start.id());
        SyncEnvironment.onItsLines(source, start, () -> beginSync(exchange, start, errand, around));
    }

    private void beginRange(Exchange exchange, RangeTask task) {
        exchange.setProperty(ExchangeKeys.LOG_SOURCE, source);
        exchange.setProperty(ExchangeKeys.LOG_SYNC, task.plan());
        RangedStrategy finder = (RangedStrategy) Objects.requireNonNull(strategy, "strategy");
        requireEnd(
                exchange,
                RangeFetch.begin(
                        exchange, task, finder, StateRepositories.own(exchange.getContext()), reach(exchange)));
    }

    private void beginSync(Exchange exchange, SyncStart begun, SyncOptions errand, SyncEnvironment around) {
        SyncStart start = begun;
        try {
            if (!around.takeLease(source)) {
                exchange.setRouteStop(true);
                return;
            }
            Strategy finder = Objects.requireNonNull(strategy, "strategy");
            SinkReach reach = reach(exchange);
            reach.requireSafety();
            reach.warnings().stream()
                    .map(Problem::toString)
                    .filter(said::add)
                    .forEach(warning -> LOG.warn("{}: {}", source, warning));
            StateStore states = states(exchange.getContext(), finder);
            StoredState stored = (errand.dryRun() ? states.look() : states.find()).orElse(null);
            start = begun.from(stored == null ? null : stored.state());
            finder.keyedBy(reach.sinkKey());
            SyncOpening opening = SyncOpening.of(source, finder, states, stored, errand, around);
            SyncRun run = isHandedOut(errand)
                    ? plan(opening, start, stored, reach, exchange)
                    : opening.begin(start, stored, reach, exchange);
            requireEnd(exchange, run);
        } catch (RuntimeException e) {
            failedToBegin(exchange, start, e, around);
            exchange.setRouteStop(true);
            return;
        }
        around.began(SyncRun.of(exchange).progress());
        if (!errand.dryRun() && !SyncRun.of(exchange).isStopping()) {
            SinkPreflight.at(reach(exchange).ends(), exchange);
        }
    }

    private boolean isHandedOut(SyncOptions errand) {
        return errand.equals(SyncOptions.NONE) && topic != null && topic.isUsed();
    }

    private SyncRun plan(
            SyncOpening opening, SyncStart start, @Nullable StoredState stored, SinkReach reach, Exchange exchange) {
        RangePlanner made = RangePlanner.of(
                exchange.getContext(),
                Objects.requireNonNull(topic),
                (RangedStrategy) opening.strategy(),
                start,
                opening.around().leases() != null);
        SyncRun run = new SyncRun(opening, new SyncStats(start), made.plan(), null, stored, reach, exchange);
        run.handedOutBy(made);
        return run;
    }

    /** Hands out the ranges of the sync, if they are to be, and waits for their end. */
    public void handOut(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        RangePlanner planner = run.planner();
        if (planner != null) {
            planner.run(run, took -> tellOfChunk(run, took));
        }
    }

    private StateStore states(CamelContext context, Strategy finder) {
        StateRepository<String, String> repository = StateRepositories.find(context, stateRepository);
        StateStore states = StateStore.in(repository, source, finder.name(), finder.cursorField());
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
    private static void requireEnd(Exchange exchange, SyncRun sync) {
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

    /** Whether there is another page to request. */
    public boolean hasNext(Exchange exchange) {
        return SyncRun.of(exchange).hasNext();
    }

    /** The route has done all that it does with the chunk. */
    public void chunkDone(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        if (run.chunk().hasPassedSinks()) {
            requireFilter(exchange, run.chunk());
        }
        run.chunkDone();
        tellOfChunk(run, run.tally().sinceChunkStarted());
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

    private void tellOfChunk(SyncRun run, Duration took) {
        run.opening().around().chunkWritten(source, run.tally().counts(), took);
    }

    /** All pages were written. */
    public void finish(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        if (run.endedEarly() || run.isStopping()) {
            end(run, SyncResult.Status.STOPPED, null);
        } else {
            run.end();
            String how = run.endReason();
            if (how != null) {
                LOG.info("{}: {}", source, how);
            }
            say(run.reading().advice());
            if (run.emptied() > 0 && said.add(EMPTIED)) {
                run.warn("its sink got an empty list in place of all " + run.emptied()
                        + " records that were read, and its state moves past them; look at the steps before the sink that"
                        + " set the body (said once)");
            }
            end(run, SyncResult.Status.OK, null);
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
        SyncRun run = SyncRun.find(exchange);
        SyncStoppedException stop = ObjectHelper.getException(SyncStoppedException.class, cause);
        RangeTakenException taken = ObjectHelper.getException(RangeTakenException.class, cause);
        if (run == null && exchange.getMessage().getBody() instanceof RangeTask) {
            // Its worker tries again; the source's results and lease are the planner's.
            LOG.warn("{}: a range cannot be begun: {}", source, Failure.text(cause));
        } else if (run == null) {
            failedToBegin(exchange, SyncStart.now(false), cause, SyncEnvironment.of(exchange.getContext()));
        } else if (taken != null) {
            end(run, SyncResult.Status.STOPPED, null);
        } else if (stop != null) {
            end(run, SyncResult.Status.STOPPED, stop.getMessage());
        } else if (StopCheck.isRouteGone(exchange)) {
            // A range goes to another worker, who may do better.
            end(run, SyncResult.Status.STOPPED, isRange(run) ? null : Failure.text(cause));
        } else {
            int page = run.tally().page();
            String where = page == 0 ? "" : "page " + page + ": ";
            end(run, SyncResult.Status.FAILED, where + Failure.text(cause));
        }
        debug(cause);
    }

    private void debug(Throwable cause) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", source, Secrets.masked(ExceptionHelper.stackTraceToString(cause)));
        }
    }

    private void failedToBegin(Exchange exchange, SyncStart start, Throwable cause, SyncEnvironment around) {
        // What it needs to begin may be gone when the program stops.
        boolean stopping =
                exchange.getContext().isStopping() || exchange.getContext().isStopped();
        SyncResult result = new SyncStats(start)
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
        debug(cause);
    }

    private static boolean isRange(SyncRun run) {
        return run.opening().states() instanceof RangeFetch;
    }

    private static void end(SyncRun run, SyncResult.Status status, @Nullable String error) {
        if (run.over()) {
            SyncResult result = run.result(status, error);
            if (run.opening().states() instanceof RangeFetch fetch) {
                fetch.ended(result);
            } else {
                run.opening().around().ended(result);
            }
        }
    }
}
