package dev.tidemark.sync;

import org.apache.camel.CamelContext;

/** How a source distributes its work units, as a bean of its Kamelet. */
public interface UnitTopic {

    /** Whether the workers of all processes share the units. */
    boolean isUsed();

    /** How many units this process fetches at a time. */
    int workers();

    /**
     * Opens the channel to the workers of all processes.
     *
     * @throws IllegalStateException when there is no such topic; the message says what to change
     * @throws java.io.UncheckedIOException when its broker does not respond
     */
    WorkChannel open(CamelContext context);
}
