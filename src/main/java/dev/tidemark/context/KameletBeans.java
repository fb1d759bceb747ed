package dev.tidemark.context;

import dev.tidemark.http.SourceEndpoints;
import dev.tidemark.jdbc.ContextDatabases;
import dev.tidemark.kafka.RangeWorkers;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ServiceStatus;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Found by Camel on the class path: gives every context what the Kamelets need, made of the context's own properties and of
 * the application's DataSources. It makes nothing where the program has bound its own. Sources whose ranges are handed out
 * get their workers, and requests the pages that were read ahead, wherever they run.
 */
public final class KameletBeans implements ContextServicePlugin {

    /** Usually called before the context has properties; a context that is past that is prepared at once. Idempotent. */
    @Override
    public void load(CamelContext context) {
        if (context.getCamelContextExtension().getContextPlugin(ContextDatabases.class) != null) {
            return;
        }
        context.getCamelContextExtension().addContextPlugin(ContextDatabases.class, new ContextDatabases(context));
        BeanLifecycle beans = new BeanLifecycle();
        context.addLifecycleStrategy(beans);
        context.addRoutePolicyFactory(new RangeWorkers());
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
