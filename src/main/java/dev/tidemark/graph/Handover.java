package dev.tidemark.graph;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.bean.BeanProcessor;
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
 * Why a source cannot know whether the records that a step passes on were written: the step keeps them in memory, or other
 * threads process them.
 *
 * @param does what the step does with records, for messages
 * @param instead how to fix it, for messages
 */
record Handover(String does, String instead) {

    private static final Set<String> QUEUES = Set.of("seda", "disruptor", "disruptor-vm", "vm", "stub");

    private static final Set<String> CALLS = Set.of("direct", "kamelet");

    private static final Handover AGGREGATE = new Handover(
            "collects records in memory",
            "remove it: a source emits lists of up to `chunkSize` records, which the sink writes together");
    private static final Handover RESEQUENCE = new Handover(
            "delays records in memory", "remove it: the sink keeps the newest version of each row (`versionColumn`)");
    private static final Handover PARALLEL =
            new Handover("processes records in several threads", "set `parallelProcessing: false`");
    private static final Handover TIMEOUT =
            new Handover("continues without the records after its timeout", "set `timeoutEnabled: false`");
    private static final Handover TAP =
            new Handover("sends a copy of the records without waiting for it", "use `to` or `multicast` instead");
    private static final Handover QUEUE = new Handover("puts records in a queue in memory", "use `direct:` instead");
    private static final Handover THREADS = new Handover("passes records to another thread", "remove it");
    private static final Handover DELAY = new Handover("continues in another thread", "set `asyncDelayed: false`");

    /** The handover from a step to its nested steps and to the endpoints that it sends to; null when there is none. */
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

    /** The handover from a step to the steps after it; null when there is none. */
    static @Nullable Handover after(@Nullable Processor processor) {
        if (processor instanceof ThreadsProcessor) {
            return THREADS;
        } else if ((processor instanceof DelayProcessorSupport delay && delay.isAsyncDelayed())
                || (processor instanceof Throttler throttler && throttler.isAsyncDelayed())) {
            return DELAY;
        }
        return null;
    }

    /** The handover at an endpoint; null when there is none. */
    static @Nullable Handover at(Endpoint endpoint) {
        return QUEUES.contains(endpoint.getEndpointBaseUri().replaceFirst(":.*", "")) ? QUEUE : null;
    }

    /**
     * Whether records sent to an endpoint stay in this context, where they complete before the sender continues or may be
     * lost.
     */
    static boolean isWithin(Endpoint endpoint) {
        String scheme = endpoint.getEndpointBaseUri().replaceFirst(":.*", "");
        return QUEUES.contains(scheme) || CALLS.contains(scheme);
    }

    /** Whether an endpoint may store the records that are sent to it. */
    static boolean isOutside(Endpoint endpoint) {
        return !isWithin(endpoint) && !endpoint.getEndpointBaseUri().startsWith("log:");
    }

    /** Whether a step runs code that may write its records. */
    static boolean runsCode(ProcessorDefinition<?> step, @Nullable Processor processor) {
        boolean isKnown = processor instanceof BeanProcessor bean && bean.getBean() instanceof RecordStep;
        return !isKnown
                && (step instanceof BeanDefinition
                        || step instanceof ProcessDefinition
                        || step instanceof ScriptDefinition);
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
