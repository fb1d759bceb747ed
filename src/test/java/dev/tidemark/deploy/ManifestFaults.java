package dev.tidemark.deploy;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tidemark.catalog.Schemas;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Objects;

/**
 * What a cluster would refuse, or drop without a word, in a manifest. Camel's resources are held against the schemas of
 * Camel K, others against the classes that the Kubernetes client has for them, made from Kubernetes' own schemas.
 */
final class ManifestFaults {

    /** The classes take any field aside; without that they take only those they have. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return annotated.hasAnnotation(JsonAnySetter.class) ? Boolean.FALSE : super.hasAnySetter(annotated);
                }
            })
            .build();

    private ManifestFaults() {}

    static List<String> of(Manifest manifest) {
        return manifest.isOfCamel() ? Schemas.faultsOfResource(manifest.root()) : kubernetes(manifest);
    }

    private static List<String> kubernetes(Manifest manifest) {
        try {
            Class<? extends KubernetesResource> type = Objects.requireNonNull(
                    new KubernetesSerialization()
                            .getRegisteredKubernetesResource(
                                    manifest.root().path("apiVersion").asText(), manifest.kind()),
                    "no such kind: " + manifest.kind());
            STRICT.treeToValue(manifest.root(), type);
            return List.of();
        } catch (JsonProcessingException | NullPointerException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
