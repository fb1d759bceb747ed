package dev.tidemark.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks with the Kubernetes API which rights this pod has. Camel itself would only log that it is not the leader. */
final class LeaseAccess {

    private static final String REMEDY = "apply config/camel-k/cluster/rbac.yaml and let the pods run as its service"
            + " account, or set " + ClusterSettings.KEY + " to none";

    /** The rights that sharing the sources requires. */
    private record Right(String group, String resource, String verb) {}

    private static final List<Right> NEEDED = List.of(
            new Right("", "pods", "list"),
            new Right("coordination.k8s.io", "leases", "get"),
            new Right("coordination.k8s.io", "leases", "create"),
            new Right("coordination.k8s.io", "leases", "update"));

    private LeaseAccess() {}

    static List<String> refusals(ClusterSettings settings) {
        try (KubernetesClient client = KubernetesLeases.client()) {
            return refusals(client, settings.namespace());
        }
    }

    static List<String> refusals(KubernetesClient client, @Nullable String namespace) {
        String where = namespace == null ? client.getNamespace() : namespace;
        List<String> refused = new ArrayList<>();
        try {
            for (Right right : NEEDED) {
                if (!isAllowed(client, where, right)) {
                    refused.add(right.verb() + " " + right.resource());
                }
            }
        } catch (KubernetesClientException e) {
            return List.of(ClusterSettings.KEY + " is kubernetes, and the Kubernetes API at " + client.getMasterUrl()
                    + " cannot be reached: " + reason(e) + "; run it in a pod, or set " + ClusterSettings.KEY
                    + " to file or none");
        }
        return refused.isEmpty()
                ? List.of()
                : List.of(ClusterSettings.KEY + " is kubernetes, and this pod may not " + String.join(", ", refused)
                        + " in the namespace " + where + ": " + REMEDY);
    }

    private static boolean isAllowed(KubernetesClient client, String namespace, Right right) {
        SelfSubjectAccessReview review = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup(right.group())
                        .withResource(right.resource())
                        .withVerb(right.verb())
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return review.getStatus() != null
                && Boolean.TRUE.equals(review.getStatus().getAllowed());
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
