package dev.tidemark.runtime;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.main.Main;

/** A context that only creates routes: it neither starts nor keeps them. */
final class TrialContext extends DefaultCamelContext {

    private TrialContext() {
        super(false);
    }

    /** A Camel Main with such a context. */
    static Main main() {
        return new Main() {
            @Override
            protected CamelContext createCamelContext() {
                TrialContext context = new TrialContext();
                context.getCamelContextExtension()
                        .setRegistry(super.createCamelContext().getRegistry());
                return context;
            }
        };
    }

    @Override
    public void startRouteService(RouteService route, boolean adding) {}

    @Override
    public void deferStartService(Object service, boolean stopOnShutdown) {}

    /** Does nothing: no route is kept, and Camel would search for resources shared with other routes. */
    @Override
    public boolean removeRoute(String routeId, LoggingLevel level) {
        return false;
    }
}
