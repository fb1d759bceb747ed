package dev.tidemark.cli;

import dev.tidemark.graph.Place;
import dev.tidemark.graph.RouteGraph;
import dev.tidemark.route.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.NodeIdFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets Camel make the routes, one after the other, so that each mistake is found and not the first alone. None is started, and
 * nothing is contacted.
 */
final class RouteTrial {

    /**
     * What came of it, a sentence each.
     *
     * @param problems mistakes, which a start refuses
     * @param warnings what is allowed and seldom meant
     */
    record Outcome(List<String> problems, List<String> warnings) {}

    private final List<RouteDefinition> written = new ArrayList<>();
    private final UnfinishedSteps steps = new UnfinishedSteps();
    private final List<Problem> problems = new ArrayList<>();
    private boolean reading = true;

    /** To be called before the context reads its routes. */
    void prepare(CamelContext context) {
        context.getCamelContextExtension().setStartupStepRecorder(steps);
        ((ModelCamelContext) context).setRouteFilter(route -> {
            if (reading) {
                written.add(route);
            }
            return !reading;
        });
    }

    /** Makes what the context has read. */
    Outcome outcome(CamelContext context) {
        context.init();
        reading = false;
        // Camel reads files in any order.
        written.sort(Comparator.comparing(route -> Place.of(route, route.getInput())));
        for (RouteDefinition route : written) {
            make((ModelCamelContext) context, route);
        }
        findSameIds();
        problems.addAll(DirectCalls.withoutRoute(context, written));
        RouteGraph graph = RouteGraph.of(context);
        problems.addAll(graph.problems());
        return new Outcome(sentences(problems), sentences(graph.warnings()));
    }

    private static List<String> sentences(List<Problem> said) {
        return said.stream()
                .sorted(Comparator.comparing(Problem::where))
                .map(Problem::toString)
                .distinct()
                .toList();
    }

    private void make(ModelCamelContext context, RouteDefinition route) {
        steps.clear();
        // Made once, they are not needed any more: Camel looks through all that are there for each step that it makes.
        context.getRouteDefinitions().clear();
        try {
            context.addRouteDefinition(route);
            context.startRouteDefinitions(List.of(route));
        } catch (Exception e) {
            ProcessorDefinition<?> step = unfinished(context, route);
            String missing = MissingPart.of(e);
            problems.add(new Problem(
                    Place.of(route, step == null ? route.getInput() : step),
                    "`" + (step == null ? "from" : step.getShortName()) + "` cannot be made: "
                            + (missing == null ? EndpointText.masked(Explanation.of(e)) : missing)));
        }
    }

    /** The step that Camel could not make; null when it is what the route begins with. */
    private @Nullable ProcessorDefinition<?> unfinished(CamelContext context, RouteDefinition route) {
        NodeIdFactory ids = context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class);
        @SuppressWarnings("rawtypes")
        Collection<ProcessorDefinition> all =
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
        for (String id : steps.ids()) {
            for (ProcessorDefinition<?> step : all) {
                if (id.equals(step.idOrCreate(ids))) {
                    return step;
                }
            }
        }
        return null;
    }

    /** Camel wants the ids of steps to be unique among all routes. */
    private void findSameIds() {
        Map<String, RouteDefinition> known = new HashMap<>();
        for (RouteDefinition route : written) {
            for (String id : ProcessorDefinitionHelper.gatherAllNodeIds(route, null, true, false)) {
                RouteDefinition other = known.putIfAbsent(id, route);
                if (other != null) {
                    problems.add(new Problem(
                            Place.of(route, route.getInput()),
                            "the id `" + id + "` is that of a step or route in " + Place.of(other, other.getInput())
                                    + " too; ids are unique among all routes: give one of them another"));
                }
            }
        }
    }
}
