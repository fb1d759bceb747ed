package dev.tidemark.kafka;

import dev.tidemark.partition.Partitions;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.WindowedStrategy;
import dev.tidemark.strategy.cursor.OptionalText;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.Pause;
import dev.tidemark.sync.UnitTopic;
import dev.tidemark.sync.WorkChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/** Hands out ranges through a Kafka topic, with the connection settings of Camel's Kafka component. */
public final class KafkaChannel implements UnitTopic {

    /** Short enough to report a deleted topic soon; long enough for a broker to restart. */
    private static final String TIMES = "?maxBlockMs=30000&deliveryTimeoutMs=30000&requestTimeoutMs=10000";

    private String ranges = "";
    private int workers = 1;
    private @Nullable Strategy strategy;
    private @Nullable Partitions partitions;
    private @Nullable ProducerTemplate producer;

    /** {@code kafka:TOPIC}; omitted when the source's work units stay in this process. */
    public void setRanges(@Nullable String ranges) {
        this.ranges = Objects.requireNonNullElse(OptionalText.of(ranges), "");
    }

    /** How many work units this process fetches at a time. */
    public void setWorkers(int workers) {
        this.workers = workers;
    }

    /** The strategy of the source. */
    public void setStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    /** The partitions of the source; omitted when it cannot have any. */
    public void setPartitions(@Nullable Partitions partitions) {
        this.partitions = partitions;
    }

    /** @throws IllegalArgumentException when the source has nothing to divide among workers */
    public void validate() {
        boolean hasRanges = strategy instanceof RangedStrategy ranged && ranged.isDivided();
        boolean divides = hasRanges || (partitions != null && partitions.isUsed());
        if (!divides && (workers > 1 || isUsed())) {
            throw new IllegalArgumentException((isUsed() ? "ranges is " + ranges : "workers is " + workers)
                    + ", and the source reads one list: set "
                    + (strategy instanceof WindowedStrategy ? "window, " : "")
                    + "partitions or partitionQuery, or remove "
                    + (isUsed() ? "ranges" : "workers"));
        }
    }

    @Override
    public boolean isUsed() {
        return !ranges.isEmpty();
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public WorkChannel open(CamelContext context) {
        return new Open(context, KafkaTopic.partitions(context, ranges));
    }

    /** One partition of the topic is one lane: it serves one worker. */
    private final class Open implements WorkChannel {

        private final CamelContext context;
        private final int lanes;

        Open(CamelContext context, int lanes) {
            this.context = context;
            this.lanes = lanes;
        }

        @Override
        public int lanes() {
            return lanes;
        }

        @Override
        public void send(int lane, UnitTask task) {
            try {
                producer(context)
                        .sendBodyAndHeaders(
                                ranges + TIMES,
                                UnitMessage.of(task).text(),
                                Map.of(KafkaConstants.PARTITION_KEY, lane));
            } catch (CamelExecutionException e) {
                throw new IllegalStateException(ranges + " did not accept a message for its"
                        + " partition " + lane + " (" + Failure.text(e.getCause())
                        + "); check that its broker is running, and that the topic was not deleted or"
                        + " created again");
            }
        }

        /** The topic may have been deleted, or may have lost messages. */
        @Override
        public boolean isLossy() {
            return true;
        }

        @Override
        public void check() {
            KafkaTopic.partitions(context, ranges);
        }

        /** Workers in other processes report in the table of units, which the sync reads again. */
        @Override
        public void await(BooleanSupplier condition, Duration most) {
            Pause.until(condition, most, context);
        }

        @Override
        public void close() {}
    }

    /** The producer stays open until the context ends, because a connection to the broker takes longer than a message. */
    private synchronized ProducerTemplate producer(CamelContext context) {
        if (producer == null) {
            producer = context.createProducerTemplate(1);
            try {
                context.addService(producer);
            } catch (Exception e) {
                throw new IllegalStateException(ranges + " is not writable", e);
            }
        }
        return producer;
    }
}
