package dev.tidemark.kafka;

import dev.tidemark.state.RangeTask;
import dev.tidemark.strategy.OptionalText;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.RangeTopic;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/** Hands ranges out through a topic of Kafka, which Camel's component for Kafka knows how to reach. */
public final class KafkaRanges implements RangeTopic {

    /** A topic that is gone is told of soon, and a broker has time to start anew. */
    private static final String TIMES = "?maxBlockMs=30000&deliveryTimeoutMs=30000&requestTimeoutMs=10000";

    private String ranges = "";
    private int workers = 1;
    private @Nullable ProducerTemplate producer;

    /** {@code kafka:TOPIC}; left out when the source's ranges are not handed out. */
    public void setRanges(@Nullable String ranges) {
        this.ranges = Objects.requireNonNullElse(OptionalText.of(ranges), "");
    }

    /** How many ranges this process fetches at a time; {@link RangeWorkers} sees to that. */
    public void setWorkers(int workers) {
        this.workers = workers;
    }

    /** @throws IllegalArgumentException when the parameters contradict each other */
    public void validate() {
        if (workers > 1 && !isUsed()) {
            throw new IllegalArgumentException(
                    "workers is " + workers + ", and ranges is not set: set ranges to kafka:TOPIC");
        }
    }

    @Override
    public boolean isUsed() {
        return !ranges.isEmpty();
    }

    @Override
    public int partitions(CamelContext context) {
        return KafkaTopic.partitions(context, ranges);
    }

    @Override
    public void send(CamelContext context, int partition, RangeTask task) {
        try {
            producer(context)
                    .sendBodyAndHeaders(
                            ranges + TIMES,
                            RangeMessage.of(task).text(),
                            Map.of(KafkaConstants.PARTITION_KEY, partition));
        } catch (CamelExecutionException e) {
            throw new IllegalStateException(
                    ranges + " took no message for its partition " + partition + " (" + Failure.text(e.getCause())
                            + "); check that its broker runs, and that nobody has deleted the topic or made it anew");
        }
    }

    /** It stays open, as a connection to the broker takes longer than a message, and ends with the context. */
    private synchronized ProducerTemplate producer(CamelContext context) {
        if (producer == null) {
            producer = context.createProducerTemplate(1);
            try {
                context.addService(producer);
            } catch (Exception e) {
                throw new IllegalStateException(ranges + " cannot be written to", e);
            }
        }
        return producer;
    }
}
