package dev.tidemark.sync;

import dev.tidemark.state.RangeTask;
import org.apache.camel.CamelContext;

/** Through what the ranges of a source come to its workers. */
public interface RangeTopic {

    /** Whether the source's ranges are handed out at all. */
    boolean isUsed();

    /**
     * How many workers can be served at a time.
     *
     * @throws IllegalStateException when there is no such topic; the message says what to change
     * @throws java.io.UncheckedIOException when its broker does not answer
     */
    int partitions(CamelContext context);

    /** Hands a range to the workers of a partition, which count from 0. */
    void send(CamelContext context, int partition, RangeTask task);
}
