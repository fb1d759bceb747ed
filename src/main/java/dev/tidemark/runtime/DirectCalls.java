package dev.tidemark.runtime;

import dev.tidemark.graph.Place;
import dev.tidemark.route.yaml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Finds steps that send to a {@code direct:} endpoint without a route. Camel reports these only on the first record. */
final class DirectCalls {

    private static final Pattern DIRECT = Pattern.compile("direct:(?://)?([^?{}$]+)(?:\\?([^{}$]*))?");
    private static final String NOT_REQUIRED = "failIfNoConsumers=false";

    private DirectCalls() {}

    /** @param routes all routes */
    static List<Problem> withoutRoute(CamelContext context, Collection<RouteDefinition> routes) {
        Set<String> names = new TreeSet<>();
        for (RouteDefinition route : routes) {
            try {
                name(context.resolvePropertyPlaceholders(route.getInput().getEndpointUri()))
                        .ifPresent(names::add);
            } catch (IllegalArgumentException e) {
                // The route cannot be created, which is reported separately; the steps that send to it may be correct.
                return List.of();
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (RouteDefinition route : routes) {
            @SuppressWarnings("rawtypes")
            Collection<ProcessorDefinition> steps =
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
            for (ProcessorDefinition<?> step : steps) {
                name(uri(step))
                        .filter(name -> !names.contains(name))
                        .ifPresent(name -> problems.add(new Problem(
                                Place.of(route, step),
                                "`" + step.getShortName() + "` sends to `direct:" + name
                                        + "`, but no route starts with it; known names are " + names + ": correct"
                                        + " the name, or add a route `from: direct:" + name + "`")));
            }
        }
        return problems;
    }

    /** The name in a literal address, unless the address allows a missing route. */
    private static Optional<String> name(String uri) {
        Matcher direct = DIRECT.matcher(uri);
        return direct.matches() && !String.valueOf(direct.group(2)).contains(NOT_REQUIRED)
                ? Optional.of(direct.group(1))
                : Optional.empty();
    }

    private static String uri(ProcessorDefinition<?> step) {
        return step instanceof SendDefinition<?> send
                ? send.getEndpointUri()
                : step instanceof ToDynamicDefinition send ? String.valueOf(send.getUri()) : "";
    }
}
