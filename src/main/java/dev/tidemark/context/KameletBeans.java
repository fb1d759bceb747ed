package dev.tidemark.context;

import dev.tidemark.http.SourceEndpoints;
import dev.tidemark.jdbc.ContextDatabases;
import dev.tidemark.kafka.KafkaWorkers;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ServiceStatus;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Found by Camel on the class path: gives every context the beans that the Kamelets need, made from the context's own
 * properties and the application's DataSources. Creates nothing where the program has bound its own beans. In all programs,
 * sources whose ranges are handed out get workers, and requests get the pages that were read ahead.
 */
public final class KameletBeans implements ContextServicePlugin {

    /** Usually called before the context has properties; a context that already has them is prepared at once. Idempotent. */
    @Override
    public void load(CamelContext context) {
        if (context.getCamelContextExtension().getContextPlugin(ContextDatabases.class) != null) {
            return;
        }
        context.getCamelContextExtension().addContextPlugin(ContextDatabases.class, new ContextDatabases(context));
        BeanLifecycle beans = new BeanLifecycle();
        context.addLifecycleStrategy(beans);
        context.addRoutePolicyFactory(new KafkaWorkers());
        context.getCamelContextExtension().registerEndpointCallback(new SourceEndpoints());
        ServiceStatus status = context.getStatus();
        if (status == ServiceStatus.Initializing || status.isStarting() || status.isStarted()) {
            prepare(beans, context);
        }
    }

    private static void prepare(BeanLifecycle beans, CamelContext context) {
        try {
            beans.onContextInitializing(context);
        } catch (VetoCamelContextStartException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }
}
