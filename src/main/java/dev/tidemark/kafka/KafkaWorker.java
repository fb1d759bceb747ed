package dev.tidemark.kafka;

import dev.tidemark.sync.Failure;
import dev.tidemark.sync.UnitWorker;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the work unit that a message names to the steps of a source. Acknowledges the message only when the table of units
 * shows that the unit is done, has failed, belongs to another worker or is no longer needed. So the unit of a killed worker
 * goes to another one. Fetching a unit twice is harmless.
 */
final class KafkaWorker implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWorker.class);

    private final String source;
    private final UnitWorker worker;
    private volatile boolean ended;

    /** @param route the source's route, which begins with its timer */
    KafkaWorker(String source, Route route) {
        this.source = source;
        this.worker = new UnitWorker(source, route, () -> ended);
    }

    /** Called when its source was removed: starts no further unit. */
    void end() {
        ended = true;
    }

    @Override
    public void process(Exchange message) {
        UnitMessage unit = UnitMessage.read(message.getMessage().getBody(String.class));
        if (unit == null) {
            LOG.warn("{}: skipped a message in its topic that is not a work unit", source);
        }
        if (unit == null
                || !unit.source().equals(source)
                || worker.work(unit.plan(), unit.number()) != UnitWorker.End.CUT_SHORT) {
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
            LOG.debug("{}: a unit is not acknowledged: {}", source, Failure.text(e));
        }
    }
}
