package dev.tidemark.context;

import dev.tidemark.kafka.RangeWorkers;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Found by Camel on the class path: gives every context the beans that the Kamelets need, made of the context's own
 * properties. It makes no beans where the program has bound them, or where no {@code tidemark.datasource.destination.url} is set.
 * Sources whose ranges are handed out get their workers, wherever they run.
 */
public final class KameletBeans implements ContextServicePlugin {

    /** Here the context has no properties yet. */
    @Override
    public void load(CamelContext context) {
        context.addLifecycleStrategy(new BeanLifecycle());
        context.addRoutePolicyFactory(new RangeWorkers());
    }
}
