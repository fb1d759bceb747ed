package dev.tidemark.kafka;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties workers to a source's route: they start after it, and each range that they receive passes through its steps. */
final class WorkerPolicy extends RoutePolicySupport {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPolicy.class);

    /** How soon other workers get the ranges of a lost worker. */
    private static final int SESSION_MILLIS = 10_000;

    /** The time limit of a range. After it, the broker gives the range to another worker, which would not be any faster. */
    private static final long LONGEST_RANGE_MILLIS = Duration.ofMinutes(30).toMillis();

    private final String source;
    private final String ranges;
    private final int workers;
    private volatile @Nullable KafkaWorker worker;

    /** @param ranges {@code kafka:TOPIC} */
    WorkerPolicy(String source, String ranges, int workers) {
        this.source = source;
        this.ranges = ranges;
        this.workers = workers;
    }

    @Override
    public void onInit(Route route) {
        CamelContext context = route.getCamelContext();
        try {
            context.addStartupListener(new ExtendedStartupListener() {
                private boolean hasStarted;

                @Override
                public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) throws Exception {
                    if (alreadyStarted) {
                        onCamelContextFullyStarted(started, true);
                    }
                }

                @Override
                public void onCamelContextFullyStarted(CamelContext started, boolean alreadyStarted) throws Exception {
                    if (!hasStarted) {
                        hasStarted = true;
                        begin(route);
                    }
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("source " + source + " cannot have workers", e);
        }
    }

    private void begin(Route route) throws Exception {
        CamelContext context = route.getCamelContext();
        // Named after source and topic: two sources with one topic, or two programs on one broker, do not take ranges
        // from each other.
        String group = "tidemark-" + source + "-" + ranges.substring(ranges.indexOf(':') + 1);
        try {
            requirePartitions(context, group);
        } catch (UncheckedIOException e) {
            // The workers start once it responds; other sources do not need it.
            LOG.warn("{}: its workers are waiting: {}", source, e.getMessage());
        }
        String uri = ranges + "?groupId=" + group + "&consumersCount=" + workers + "&maxPollRecords=1"
                + "&autoOffsetReset=earliest&autoCommitEnable=false&allowManualCommit=true&sessionTimeoutMs="
                + SESSION_MILLIS + "&maxPollIntervalMs=" + LONGEST_RANGE_MILLIS
                // A deleted topic must not be recreated with one or two partitions, and no message may be skipped.
                + "&additionalProperties.allow.auto.create.topics=false&pollOnError=RECONNECT";
        KafkaWorker processor = new KafkaWorker(source, route);
        context.addRoutes(new RouteBuilder(context) {
            @Override
            public void configure() {
                from(uri).routeId(routeId()).process(processor);
            }
        });
        worker = processor;
    }

    private String routeId() {
        return source + "-workers";
    }

    /** Called when the source was removed, or is recreated from a changed file. */
    @Override
    public void onRemove(Route route) {
        KafkaWorker last = worker;
        if (last == null) {
            return;
        }
        last.end();
        ModelCamelContext context = (ModelCamelContext) route.getCamelContext();
        try {
            context.getRouteController().stopRoute(routeId());
            context.removeRoute(routeId());
            RouteDefinition definition = context.getRouteDefinition(routeId());
            if (definition != null) {
                context.removeRouteDefinition(definition);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the workers of source " + source + " cannot be stopped", e);
        }
    }

    private void requirePartitions(CamelContext context, String group) {
        int partitions = KafkaTopic.partitions(context, ranges);
        if (partitions < workers) {
            throw new IllegalStateException("source " + source + " has " + workers + " workers here, and its topic "
                    + ranges + " has " + partitions + " partition(s), of which each serves one worker; add partitions"
                    + " (kafka-topics.sh --alter --partitions " + workers + "), or set workers to " + partitions);
        }
        int all = workers + KafkaTopic.members(context, ranges, group);
        if (partitions < all) {
            LOG.warn(
                    "{}: {} workers in all processes, and {} has {} partitions, of which each serves one"
                            + " worker: the others are idle; add partitions (kafka-topics.sh --alter --partitions {})",
                    source,
                    all,
                    ranges,
                    partitions,
                    all);
        }
    }
}
