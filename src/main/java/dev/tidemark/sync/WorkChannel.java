package dev.tidemark.sync;

import dev.tidemark.state.UnitTask;
import org.apache.camel.CamelContext;

/** The channel that carries the ranges of a source to its workers. */
public interface WorkChannel {

    /** Whether the source's ranges are handed out to workers. */
    boolean isUsed();

    /**
     * How many workers can be served at a time.
     *
     * @throws IllegalStateException when there is no such topic; the message says what to change
     * @throws java.io.UncheckedIOException when its broker does not respond
     */
    int partitions(CamelContext context);

    /** Hands a range to the workers of a partition; partitions are numbered from 0. */
    void send(CamelContext context, int partition, UnitTask task);
}
