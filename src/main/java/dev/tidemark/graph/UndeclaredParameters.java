package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.StringHelper;

/**
 * Finds parameters that a route passes to our Kamelets and that they do not declare. Camel ignores them, and with them
 * possibly the rest of a value.
 */
final class UndeclaredParameters {

    private static final String OURS = "#class:dev.tidemark.";

    /** The parameters that Camel itself adds. */
    private static final Set<String> CAMELS = Set.of(
            Kamelet.PARAM_TEMPLATE_ID,
            Kamelet.PARAM_ROUTE_ID,
            Kamelet.PARAM_LOCATION,
            Kamelet.PARAM_UUID,
            Kamelet.NO_ERROR_HANDLER,
            Kamelet.BRIDGE_ERROR_HANDLER);

    private final CamelContext context;
    private final Map<String, Set<String>> declared = new ConcurrentHashMap<>();

    UndeclaredParameters(CamelContext context) {
        this.context = context;
    }

    /** Whether a Kamelet uses our classes. */
    boolean isOurs(String templateId) {
        return !declared(templateId).isEmpty();
    }

    List<Problem> problems(RunningRoute route) {
        List<Problem> problems = new ArrayList<>();
        if (route.from() instanceof KameletEndpoint from) {
            unknown(from).forEach(what -> problems.add(route.problem(what)));
            sharedName(from).ifPresent(what -> problems.add(route.problem(what)));
        }
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.steps(), ProcessorDefinition.class)) {
            for (Endpoint endpoint :
                    Targets.of(step, route.processor(step), context).endpoints()) {
                if (endpoint instanceof KameletEndpoint kamelet) {
                    unknown(kamelet).forEach(what -> problems.add(route.problem(step, what)));
                }
            }
        }
        return problems;
    }

    /** A property that names all sources of a strategy alike: they would share one state. */
    private Optional<String> sharedName(KameletEndpoint kamelet) {
        String key = Kamelet.PROPERTIES_PREFIX + kamelet.getTemplateId() + ".source";
        // The properties are listed, since `camel export` reports any single property as present.
        return declared(kamelet.getTemplateId()).contains("source")
                        && !context.getPropertiesComponent()
                                .loadProperties(key::equals)
                                .isEmpty()
                ? Optional.of(
                        "the property " + key + " gives every source of this strategy the same name, under which its"
                                + " state is stored: set the parameter source of each, or " + Kamelet.PROPERTIES_PREFIX
                                + kamelet.getTemplateId() + "." + kamelet.getRouteId() + ".source")
                : Optional.empty();
    }

    private List<String> unknown(KameletEndpoint kamelet) {
        Set<String> known = declared(kamelet.getTemplateId());
        return known.isEmpty()
                ? List.of()
                : kamelet.getKameletProperties().keySet().stream()
                        .filter(name -> !known.contains(StringHelper.dashToCamelCase(name)))
                        .filter(name -> !CAMELS.contains(name) && !isOfAnotherUse(kamelet, name))
                        .sorted()
                        .map(name -> "`" + kamelet.getTemplateId() + "` has no parameter `" + name + "`"
                                + Suggestion.didYouMean(name, known)
                                + "; if it is part of a value that contains `&`, write the value as `RAW(...)`")
                        .toList();
    }

    /**
     * Camel also reads {@code camel.kamelet.NAME.ID.PARAM} as a parameter ID.PARAM of each NAME, and environment variables
     * likewise.
     */
    private boolean isOfAnotherUse(KameletEndpoint kamelet, String name) {
        return (name.contains(".")
                        && context.getPropertiesComponent()
                                .resolveProperty(Kamelet.PROPERTIES_PREFIX + kamelet.getTemplateId() + "." + name)
                                .isPresent())
                || System.getenv().keySet().stream()
                        .anyMatch(variable ->
                                variable.startsWith(Kamelet.ENV_VAR_PREFIX) && variable.endsWith("_" + name));
    }

    /** The parameters that one of our Kamelets declares; empty for other Kamelets. */
    private Set<String> declared(String templateId) {
        return declared.computeIfAbsent(templateId, id -> {
            RouteTemplateDefinition template = ((ModelCamelContext) context).getRouteTemplateDefinition(id);
            boolean ours = template != null
                    && template.getTemplateBeans() != null
                    && template.getTemplateBeans().stream()
                            .anyMatch(bean -> String.valueOf(bean.getType()).startsWith(OURS));
            return ours && template.getTemplateParameters() != null
                    ? template.getTemplateParameters().stream()
                            .map(RouteTemplateParameterDefinition::getName)
                            .collect(Collectors.toCollection(TreeSet::new))
                    : Set.of();
        });
    }
}
