package dev.tidemark.kafka;

import dev.tidemark.state.UnitTable;
import dev.tidemark.state.UnitTask;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.Pause;
import dev.tidemark.sync.StateRepositories;
import dev.tidemark.sync.SyncPool;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the range that a message names to the steps of a source. Acknowledges the message only when the table of ranges
 * shows that the range is done, has failed, belongs to another worker or is no longer needed. So the range of a killed
 * worker goes to another one. Fetching a range twice is harmless.
 */
final class KafkaWorker implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String source;
    private final Route route;
    private volatile boolean ended;

    /** @param route the source's route, which begins with its timer */
    KafkaWorker(String source, Route route) {
        this.source = source;
        this.route = route;
    }

    /** Called when its source was removed: starts no further range. */
    void end() {
        ended = true;
    }

    @Override
    public void process(Exchange message) {
        UnitMessage range = UnitMessage.read(message.getMessage().getBody(String.class));
        if (range == null) {
            LOG.warn("{}: skipped a message in its topic that is not a range", source);
        }
        if (range == null || !range.source().equals(source) || isOver(range)) {
            acknowledge(message);
        }
    }

    private void acknowledge(Exchange message) {
        try {
            message.getMessage()
                    .getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                    .commit();
        } catch (RuntimeException e) {
            // The message is delivered again, to this worker or another one, and skipped then.
            LOG.debug("{}: a range is not acknowledged: {}", source, Failure.text(e));
        }
    }

    /** @return false when the process stops before that */
    private boolean isOver(UnitMessage range) {
        String worker = UUID.randomUUID().toString();
        boolean claimed = false;
        boolean again = false;
        while (!isStopping()) {
            try {
                UnitTable ranges =
                        StateRepositories.own(route.getCamelContext()).units();
                claimed = claimed || ranges.claim(range.source(), range.plan(), range.number(), worker);
                Optional<UnitTask> task = ranges.find(range.source(), range.plan(), range.number())
                        .filter(found -> !found.progress().hasEnded()
                                && worker.equals(found.progress().worker()));
                if (task.isEmpty()) {
                    return true;
                }
                if (again || isHalted()) {
                    pause();
                }
                if (!isHalted() && !isStopping()) {
                    fetch(task.get());
                    again = true;
                }
            } catch (Exception e) {
                LOG.warn("{}: range {} of its sync is waiting: {}", source, range.number(), Failure.text(e));
                pause();
            }
        }
        return false;
    }

    private void pause() {
        Pause.until(this::isStopping, PAUSE, route.getCamelContext());
    }

    private boolean isStopping() {
        CamelContext context = route.getCamelContext();
        return ended || context.isStopping() || context.isStopped();
    }

    /** A source pauses before its route is replaced. */
    private boolean isHalted() {
        return route.getConsumer() instanceof StatefulService timer && !timer.isStarted();
    }

    private void fetch(UnitTask task) throws Exception {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(route.getRouteId());
        exchange.getMessage().setBody(task);
        SyncPool.inThisThread(() -> route.getConsumer().getProcessor().process(exchange));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
