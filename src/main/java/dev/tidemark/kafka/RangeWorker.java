package dev.tidemark.kafka;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.RangeTask;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.SyncSteps;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the steps of a source fetch and write the range that a message names, and acknowledges the message only when the
 * table of ranges says that it is done, has failed, or is not wanted any longer. So a range that a killed worker had goes to
 * another one. One fetched twice does no harm.
 */
final class RangeWorker implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(RangeWorker.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String source;
    private final Route route;

    /** @param route the source's, which begins with its timer */
    RangeWorker(String source, Route route) {
        this.source = source;
        this.route = route;
    }

    @Override
    public void process(Exchange message) {
        RangeMessage range = RangeMessage.read(message.getMessage().getBody(String.class));
        if (range == null) {
            LOG.warn("{}: a message in its topic is no range and is passed over", source);
        }
        if (range == null || !range.source().equals(source) || isOver(range)) {
            message.getMessage()
                    .getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                    .commit();
        }
    }

    /** @return no when the process stops before it is */
    private boolean isOver(RangeMessage range) {
        CamelContext context = route.getCamelContext();
        JdbcStateRepository states = CamelContextHelper.mandatoryFindSingleByType(context, JdbcStateRepository.class);
        while (!context.isStopping() && !context.isStopped()) {
            try {
                RangeTask task = states.ranges()
                        .find(range.source(), range.plan(), range.number())
                        .orElse(null);
                if (task == null || task.hasEnded()) {
                    return true;
                }
                fetch(task);
            } catch (Exception e) {
                LOG.warn("{}: ids from {} to {} wait: {}", source, range.first(), range.last(), Failure.text(e));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return false;
    }

    private void fetch(RangeTask task) throws Exception {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.setProperty(SyncSteps.RANGE, task);
        route.getConsumer().getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
