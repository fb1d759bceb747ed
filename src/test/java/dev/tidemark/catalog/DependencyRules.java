package dev.tidemark.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What Camel K has to fetch: it does not look into our jar, so a Kamelet lists all it needs. */
final class DependencyRules {

    private static final String OURS = "mvn:dev.tidemark:tidemark:";
    private static final String PROPERTY = "spec.dependencies";

    /** Steps that another module than the core brings. */
    private static final Map<String, String> STEPS =
            Map.of("bean", "bean", "transacted", "spring", "circuitBreaker", "resilience4j", "kamelet", "kamelet");

    /** Keys beside the data format of `marshal` and `unmarshal`. */
    private static final Set<String> NO_FORMAT =
            Set.of("id", "description", "disabled", "note", "variableSend", "variableReceive", "allowNullBody");

    private DependencyRules() {}

    static void verifyDependencies(Kamelet kamelet, Faults faults) {
        List<String> dependencies = kamelet.dependencies();
        needs(kamelet, faults)
                .forEach((artifact, user) -> faults.addIf(
                        !dependencies.contains(dependency(artifact)),
                        PROPERTY,
                        "lacks " + dependency(artifact) + ", which " + user + " needs: add it"));
    }

    static void verifyDependencySyntax(Kamelet kamelet, Faults faults) {
        Set<String> seen = new HashSet<>();
        for (String dependency : kamelet.dependencies()) {
            faults.addIf(!seen.add(dependency), PROPERTY, "lists " + dependency + " twice: leave one out");
            if (dependency.startsWith("camel:")) {
                faults.addIf(
                        !CamelArtifacts.exists(dependency.substring("camel:".length())),
                        PROPERTY,
                        "lists " + dependency + ", and the build has no such module of Camel: correct the name");
                faults.addIf(
                        CamelArtifacts.exists(dependency.substring("camel:".length()))
                                && !CamelArtifacts.isInQuarkus(dependency.substring("camel:".length())),
                        PROPERTY,
                        "lists " + dependency + ", which Camel Quarkus has not: write "
                                + dependency(dependency.substring("camel:".length())));
            } else {
                faults.addIf(
                        !dependency.matches("mvn:[^:\\s]+:[^:\\s]+:[^:\\s]+"),
                        PROPERTY,
                        "lists `" + dependency + "`: write camel:NAME or mvn:GROUP:ARTIFACT:VERSION");
            }
        }
    }

    static void verifyOwnVersion(Kamelet kamelet, Faults faults) {
        String expected = OURS + Pom.version();
        List<String> ours = kamelet.dependencies().stream()
                .filter(each -> each.contains("tidemark"))
                .toList();
        boolean needed = new Template(kamelet).beanTypes().stream().anyMatch(type -> type.contains("dev.tidemark"));
        faults.addIf(
                needed ? !ours.equals(List.of(expected)) : !ours.isEmpty(),
                PROPERTY,
                "lists " + ours + " for our own classes: write " + (needed ? expected : "none, there are none"));
    }

    /** As the operator finds it, which knows the modules of Camel Quarkus by their names and others by Maven's only. */
    private static String dependency(String artifact) {
        return CamelArtifacts.isInQuarkus(artifact)
                ? "camel:" + artifact
                : "mvn:org.apache.camel:camel-" + artifact + ":" + Pom.property("camel.version");
    }

    /** Names of Camel's modules, each with something that needs it. */
    private static Map<String, String> needs(Kamelet kamelet, Faults faults) {
        Map<String, String> needs = new TreeMap<>(Map.of("core", "every route", "kamelet", "every Kamelet"));
        Template template = new Template(kamelet);
        for (String uri : template.uris()) {
            need("component", template.scheme(uri), needs, faults);
        }
        for (Template.Entry entry : template.entries()) {
            String module = STEPS.get(entry.key());
            if (module != null && !entry.value().isTextual()) {
                needs.putIfAbsent(module, "the step " + entry.key());
            }
            if (entry.key().equals("expression") && entry.value().isObject()) {
                entry.value()
                        .fieldNames()
                        .forEachRemaining(language ->
                                need("language", language.equals("method") ? "bean" : language, needs, faults));
            }
            if (Set.of("marshal", "unmarshal").contains(entry.key())) {
                formats(entry.value()).forEach(format -> need("dataformat", format, needs, faults));
            }
        }
        return needs;
    }

    private static void need(String kind, String name, Map<String, String> needs, Faults faults) {
        String artifact = CamelArtifacts.of(kind, name);
        if (artifact.isEmpty()) {
            faults.add("spec.template", "uses the " + kind + " " + name + ", which the build lacks: add it to pom.xml");
        } else {
            needs.putIfAbsent(artifact, "the " + kind + " " + name);
        }
    }

    private static Set<String> formats(JsonNode step) {
        Set<String> formats = new TreeSet<>();
        step.properties().forEach(each -> {
            String library = each.getValue().path("library").asText("jackson").toLowerCase(Locale.ROOT);
            if (!NO_FORMAT.contains(each.getKey())) {
                formats.add(each.getKey().equals("json") ? library : each.getKey());
            }
        });
        return formats;
    }
}
