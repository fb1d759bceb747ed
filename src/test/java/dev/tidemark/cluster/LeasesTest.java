package dev.tidemark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources shared through the leases of a Kubernetes API, which is a fake one that keeps what it is given. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeasesTest {

    private static final String NAMESPACE = "test";

    /** Held here, or its level would be forgotten: the fake API tells every request. */
    private static final Logger NOISE = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        NOISE.setLevel(Level.WARNING);
    }

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final List<String> SOURCES =
            IntStream.rangeClosed(1, 10).mapToObj(number -> "Source_" + number).toList();

    @Test
    void threePodsShareTenSourcesEvenlyAndTwoContinueWhenOneIsGone() throws Exception {
        KubernetesMockServer kubernetes = crud();
        TestApi api = new TestApi(request -> TestApi.Response.of(Map.of("data", List.of())));
        List<Pod> pods = new ArrayList<>();
        try (TestDatabase database = TestDatabase.open()) {
            for (String name : List.of("a", "b", "c")) {
                pods.add(new Pod(name, kubernetes, database, api));
            }
            Eventually.await("four, three and three", SOON, () -> isShared(pods, List.of(3, 3, 4)));
            pods.remove(1).leave();
            Eventually.await("five and five", SOON, () -> isShared(pods, List.of(5, 5)));
            api.forget();
            Eventually.await(
                    "every source continues",
                    SOON,
                    () -> api.requests().stream()
                                    .map(TestApi.Request::path)
                                    .distinct()
                                    .count()
                            == SOURCES.size());
        } finally {
            for (Pod pod : pods) {
                pod.leave();
            }
            api.close();
            kubernetes.destroy();
        }
    }

    @Test
    void missingRightsOfAPodAreReportedAtTheStart() {
        KubernetesMockServer kubernetes = new KubernetesMockServer(false);
        kubernetes.init(InetAddress.getLoopbackAddress(), 0);
        try (KubernetesClient client = kubernetes.createClient()) {
            for (boolean allowed : List.of(false, true, true, false)) {
                kubernetes
                        .expect()
                        .post()
                        .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                        .andReturn(201, review(allowed))
                        .once();
            }
            assertThat(LeaseAccess.refusals(client, NAMESPACE))
                    .singleElement()
                    .asString()
                    .contains("may not list pods, update leases in the namespace test", "rbac.yaml");
        } finally {
            kubernetes.destroy();
        }
    }

    @Test
    void anUnreachableApiIsReportedAtTheStart() {
        KubernetesMockServer kubernetes = new KubernetesMockServer(false);
        kubernetes.init(InetAddress.getLoopbackAddress(), 0);
        try (KubernetesClient client = kubernetes.createClient(builder -> {})) {
            client.getConfiguration().setRequestRetryBackoffLimit(0);
            kubernetes.destroy();
            assertThat(LeaseAccess.refusals(client, NAMESPACE))
                    .singleElement()
                    .asString()
                    .contains("cannot be reached", "run it in a pod");
        }
    }

    private static SelfSubjectAccessReview review(boolean allowed) {
        return new SelfSubjectAccessReviewBuilder()
                .withNewStatus()
                .withAllowed(allowed)
                .endStatus()
                .build();
    }

    private static KubernetesMockServer crud() {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        return server;
    }

    /** Whether each source is led by one pod, and the pods lead that many. */
    private static boolean isShared(List<Pod> pods, List<Integer> shares) {
        List<String> led = pods.stream().flatMap(pod -> pod.led().stream()).toList();
        List<Integer> counts =
                pods.stream().map(pod -> pod.led().size()).sorted().toList();
        return led.size() == SOURCES.size() && new TreeSet<>(led).size() == led.size() && counts.equals(shares);
    }

    /** A pod that runs all sources, as far as it leads them. */
    private static final class Pod {

        private final String name;
        private final KubernetesMockServer kubernetes;
        private final DefaultCamelContext context = new DefaultCamelContext();

        Pod(String name, KubernetesMockServer kubernetes, TestDatabase database, TestApi api) throws Exception {
            this.name = name;
            this.kubernetes = kubernetes;
            try (KubernetesClient client = kubernetes.createClient()) {
                client.pods()
                        .inNamespace(NAMESPACE)
                        .resource(new PodBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .addToLabels("app", "tidemark")
                                .endMetadata()
                                .withNewStatus()
                                .withPhase("Running")
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus("True")
                                .endCondition()
                                .endStatus()
                                .build())
                        .create();
            }
            context.disableJMX();
            context.getShutdownStrategy().setTimeout(1);
            Routes.prepare(context, database, Routes.syncs(0));
            ClusterSettings settings = new ClusterSettings(
                    ClusterSettings.Mode.KUBERNETES,
                    Duration.ofSeconds(3),
                    Path.of("unused"),
                    NAMESPACE,
                    name,
                    Map.of("app", "tidemark"));
            Cluster.join(context, KubernetesLeases.service(context, settings, kubernetes.createClient()));
            for (String source : SOURCES) {
                Routes.load(
                        context,
                        new SourceYaml("timestamp", source)
                                .with("url", api.url("/" + source))
                                .with("period", "500ms")
                                .toString());
            }
            context.start();
        }

        List<String> led() {
            return context.getRoutes().stream()
                    .filter(Pod::isLed)
                    .map(route -> String.valueOf(context.getRouteDefinition(route.getRouteId())
                            .getTemplateParameters()
                            .get("source")))
                    .toList();
        }

        /** Goes without giving anything back, as a machine does that is switched off: its pod is seen no more. */
        void leave() {
            try (KubernetesClient client = kubernetes.createClient()) {
                client.pods().inNamespace(NAMESPACE).withName(name).delete();
            }
            context.stop();
        }

        private static boolean isLed(Route route) {
            return route.getRoutePolicyList() != null
                    && route.getRoutePolicyList().stream()
                            .anyMatch(policy -> policy instanceof ClusteredRoutePolicy led && led.isLeader());
        }
    }
}
