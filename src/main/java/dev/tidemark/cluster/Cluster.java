package dev.tidemark.cluster;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.support.LifecycleStrategySupport;

/** Lets a Camel context share the sources with other processes. */
public final class Cluster {

    /** A leader renews its lock five times per lease period. */
    private static final int BEATS = 5;

    private Cluster() {}

    /**
     * Lets each source of a context run only while this process leads it. Must be called before routes are added.
     *
     * @throws Exception when Camel does not accept the service
     */
    public static void join(CamelContext context, ClusterSettings settings) throws Exception {
        switch (settings.mode()) {
            case NONE -> {}
            case FILE -> join(context, files(settings));
            case KUBERNETES -> join(context, KubernetesLeases.service(context, settings, KubernetesLeases.client()));
        }
    }

    /**
     * Checks whether this process has the rights that the cluster requires.
     *
     * @return a sentence for each missing right
     */
    public static List<String> refusals(ClusterSettings settings) {
        return settings.mode() == ClusterSettings.Mode.KUBERNETES ? LeaseAccess.refusals(settings) : List.of();
    }

    static void join(CamelContext context, CamelClusterService service) throws Exception {
        context.addService(service);
        context.addRoutePolicyFactory(new LeaderOnlySources(service));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            // A source that becomes the leader while its route is being removed would deadlock with the removal.
            @Override
            public void onContextStopping(CamelContext stopping) {
                service.stop();
            }
        });
    }

    private static FileLockClusterService files(ClusterSettings settings) {
        long beat = settings.lease().toMillis() / BEATS;
        FileLockClusterService service = new FileLockClusterService();
        service.setId("tidemark");
        service.setRoot(settings.directory().toAbsolutePath().toString());
        service.setAcquireLockDelay(beat, TimeUnit.MILLISECONDS);
        service.setAcquireLockInterval(beat, TimeUnit.MILLISECONDS);
        service.setHeartbeatTimeoutMultiplier(BEATS);
        return service;
    }
}
