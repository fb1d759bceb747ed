package dev.tidemark.cli;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.main.Main;

/** A context that makes routes and nothing more: it neither starts what it has made nor keeps it. */
final class TrialContext extends DefaultCamelContext {

    private TrialContext() {
        super(false);
    }

    /** A program with such a context. */
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

    /** There is none, and Camel would look for what it shares with all others. */
    @Override
    public boolean removeRoute(String routeId, LoggingLevel level) {
        return false;
    }
}
