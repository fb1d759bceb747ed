package dev.tidemark.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.component.kubernetes.cluster.KubernetesClusterService;
import org.apache.camel.component.kubernetes.cluster.lock.KubernetesLockConfiguration;
import org.apache.camel.support.cluster.RebalancingCamelClusterService;

/** One Kubernetes lease per source, spread evenly over the pods. */
final class KubernetesLeases {

    /** The prefix of each lease's name, before the source's. */
    private static final String PREFIX = "tidemark";

    private KubernetesLeases() {}

    /** Creates a client with the pod's service account or the user's own configuration. */
    static KubernetesClient client() {
        return new KubernetesClientBuilder().build();
    }

    static CamelClusterService service(CamelContext context, ClusterSettings settings, KubernetesClient client) {
        long lease = settings.lease().toMillis();
        Service service = new Service(client);
        service.setId("tidemark");
        service.setKubernetesResourceName(PREFIX);
        service.setKubernetesResourcesNamespace(settings.namespace());
        service.setPodName(settings.pod());
        service.setClusterLabels(settings.labels());
        // The proportions of Kubernetes' own leader elections: 15, 10 and 2 seconds.
        service.setLeaseDurationMillis(lease);
        service.setRenewDeadlineMillis(lease * 2 / 3);
        service.setRetryPeriodMillis(lease * 2 / 15);
        return new RebalancingCamelClusterService(context, service, lease * 2 / 15);
    }

    /** All groups share one client; otherwise each would have its own threads and connections. */
    private static final class Service extends KubernetesClusterService {

        private final KubernetesClient client;

        Service(KubernetesClient client) {
            this.client = client;
        }

        @Override
        protected KubernetesConfiguration setConfigDefaults(
                KubernetesConfiguration configuration, KubernetesLockConfiguration lock) {
            KubernetesConfiguration complete = super.setConfigDefaults(configuration, lock);
            complete.setKubernetesClient(client);
            return complete;
        }
    }
}
