package dev.tidemark.testing;

import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncListener;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.timer.TimerEndpoint;

/** A Camel context that nothing of the program has prepared: the Kamelets of the class path, and the results of syncs. */
public final class PlainContext implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final QuickContext context = new QuickContext();
    private final BlockingQueue<SyncResult> results = new LinkedBlockingQueue<>();

    public PlainContext() {
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(10);
        // A timer that starts with the context can tick at once; one that starts later would lose its first tick.
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof TimerEndpoint timer && !context.isStarted()) {
                timer.setDelay(0);
            }
            return endpoint;
        });
        context.getRegistry().bind("results", (SyncListener) results::add);
        context.getComponent("kamelet", KameletComponent.class).setLocation("classpath:kamelets");
    }

    public CamelContext context() {
        return context;
    }

    /** Starts it with those routes, each text a YAML file. */
    public void start(String... yaml) throws Exception {
        Routes.load(context, yaml);
        context.start();
    }

    /** The next sync that ends. */
    public SyncResult result() throws InterruptedException {
        return result(PATIENCE);
    }

    /** The next sync that ends, within that time. */
    public SyncResult result(Duration patience) throws InterruptedException {
        SyncResult result = results.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (result == null) {
            throw new AssertionError("no sync ended within " + patience);
        }
        return result;
    }

    @Override
    public void close() {
        context.stop();
    }
}
