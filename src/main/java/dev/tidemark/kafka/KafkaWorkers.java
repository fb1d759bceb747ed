package dev.tidemark.kafka;

import dev.tidemark.sync.SyncOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.jspecify.annotations.Nullable;

/** Creates the workers of this process for each source whose ranges are handed out. Other sources cost nothing. */
public final class KafkaWorkers implements RoutePolicyFactory {

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        if (route instanceof RouteDefinition definition
                && Boolean.TRUE.equals(definition.isTemplate())
                && definition.getTemplateParameters().get("ranges") instanceof String ranges
                && !ranges.isEmpty()
                && isOrdinary(context)) {
            if (!isKafkaThere()) {
                throw new IllegalStateException(
                        "ranges is " + ranges + ", and camel-kafka is not on the class path; add it, or remove ranges");
            }
            String source = String.valueOf(definition.getTemplateParameters().get("source"));
            String workers = String.valueOf(definition.getTemplateParameters().get("workers"));
            return new WorkerPolicy(source, ranges, Integer.parseInt(workers));
        }
        return null;
    }

    private static boolean isKafkaThere() {
        ClassLoader loader = KafkaWorkers.class.getClassLoader();
        return loader.getResource("org/apache/camel/component/kafka/KafkaComponent.class") != null;
    }

    /** A dry run and a backfill run in a single process. */
    private static boolean isOrdinary(CamelContext context) {
        SyncOptions options = context.getRegistry().findSingleByType(SyncOptions.class);
        return options == null || options.equals(SyncOptions.NONE);
    }
}
