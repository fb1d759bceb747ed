package dev.tidemark.graph;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FaultToleranceConfigurationCommon;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.Resilience4jConfigurationCommon;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.processor.DelayProcessorSupport;
import org.apache.camel.processor.MulticastProcessor;
import org.apache.camel.processor.RecipientList;
import org.apache.camel.processor.Resequencer;
import org.apache.camel.processor.StreamResequencer;
import org.apache.camel.processor.ThreadsProcessor;
import org.apache.camel.processor.Throttler;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Why a source cannot know whether the records that a step hands on were written: it keeps them in memory, or other threads
 * go on with them.
 *
 * @param does what the step does with records
 * @param instead what to do about it
 */
record Handover(String does, String instead) {

    private static final Set<String> QUEUES = Set.of("seda", "disruptor", "disruptor-vm", "vm", "stub");

    private static final Set<String> CALLS = Set.of("direct", "kamelet");

    private static final Handover AGGREGATE = new Handover(
            "collects records in memory",
            "leave it out: a source hands out lists of up to `chunkSize` records, which the sink writes at once");
    private static final Handover RESEQUENCE = new Handover(
            "holds records back in memory",
            "leave it out: the sink keeps the newest version of each row by itself (`versionColumn`)");
    private static final Handover PARALLEL =
            new Handover("sends records through several threads", "set `parallelProcessing: false`");
    private static final Handover TIMEOUT =
            new Handover("goes on without the records when its time is up", "set `timeoutEnabled: false`");
    private static final Handover TAP =
            new Handover("sends a copy of the records that nobody waits for", "use `to` or `multicast` instead");
    private static final Handover QUEUE = new Handover("puts records into a queue in memory", "use `direct:` instead");
    private static final Handover THREADS = new Handover("hands records to another thread", "leave it out");
    private static final Handover DELAY =
            new Handover("goes on with records in another thread", "set `asyncDelayed: false`");

    /** What a step does to the records that the steps in it get, and the endpoints that it sends to. */
    static @Nullable Handover inside(ProcessorDefinition<?> step, @Nullable Processor processor, Model model) {
        if (processor instanceof AggregateProcessor) {
            return AGGREGATE;
        } else if (processor instanceof Resequencer || processor instanceof StreamResequencer) {
            return RESEQUENCE;
        } else if ((processor instanceof MulticastProcessor all && all.isParallelProcessing())
                || (processor instanceof RecipientList list && list.isParallelProcessing())) {
            return PARALLEL;
        } else if (processor instanceof WireTapProcessor) {
            return TAP;
        } else if (step instanceof CircuitBreakerDefinition breaker && hasTimeout(breaker, model)) {
            return TIMEOUT;
        }
        return null;
    }

    /** What a step does to the records that the steps after it get. */
    static @Nullable Handover after(@Nullable Processor processor) {
        if (processor instanceof ThreadsProcessor) {
            return THREADS;
        } else if ((processor instanceof DelayProcessorSupport delay && delay.isAsyncDelayed())
                || (processor instanceof Throttler throttler && throttler.isAsyncDelayed())) {
            return DELAY;
        }
        return null;
    }

    /** What an endpoint does to the records that are sent to it. */
    static @Nullable Handover at(Endpoint endpoint) {
        return QUEUES.contains(endpoint.getEndpointBaseUri().replaceFirst(":.*", "")) ? QUEUE : null;
    }

    /** Whether what is sent to an endpoint stays in this context until the sender knows how it went, or may be lost with it. */
    static boolean isWithin(Endpoint endpoint) {
        String scheme = endpoint.getEndpointBaseUri().replaceFirst(":.*", "");
        return QUEUES.contains(scheme) || CALLS.contains(scheme);
    }

    /** Whether an endpoint may keep what is sent to it, by itself. */
    static boolean isOutside(Endpoint endpoint) {
        return !isWithin(endpoint) && !endpoint.getEndpointBaseUri().startsWith("log:");
    }

    /** Whether a step runs code that may write what it gets. */
    static boolean runsCode(ProcessorDefinition<?> step) {
        return step instanceof BeanDefinition || step instanceof ProcessDefinition || step instanceof ScriptDefinition;
    }

    private static boolean hasTimeout(CircuitBreakerDefinition breaker, Model model) {
        Resilience4jConfigurationCommon resilience = breaker.getConfiguration() == null
                ? breaker.getResilience4jConfiguration()
                : model.getResilience4jConfiguration(breaker.getConfiguration());
        FaultToleranceConfigurationCommon tolerance = breaker.getConfiguration() == null
                ? breaker.getFaultToleranceConfiguration()
                : model.getFaultToleranceConfiguration(breaker.getConfiguration());
        return (resilience != null && "true".equals(resilience.getTimeoutEnabled()))
                || (tolerance != null && "true".equals(tolerance.getTimeoutEnabled()));
    }
}
