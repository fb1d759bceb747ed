package dev.tidemark.runtime;

import dev.tidemark.graph.Place;
import dev.tidemark.graph.RouteGraph;
import dev.tidemark.route.LoadedLine;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.SharedProblems;
import dev.tidemark.sync.Failure;
import dev.tidemark.text.SafeText;
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
 * Lets Camel create the routes one by one, so that all mistakes are found, not only the first. It starts no route and
 * contacts nothing.
 */
public final class RouteTrial {

    /**
     * The result, one message per problem.
     *
     * @param problems mistakes that prevent a start
     * @param warnings what is allowed but probably unintended
     */
    public record Outcome(List<String> problems, List<String> warnings) {}

    private final List<RouteDefinition> written = new ArrayList<>();
    private final UnfinishedSteps steps = new UnfinishedSteps();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, LoadedLine> lines;
    private boolean reading = true;

    /** @param lines where the lines of the loaded texts come from, by file and line */
    RouteTrial(Map<String, LoadedLine> lines) {
        this.lines = Map.copyOf(lines);
    }

    /** Prepares a context before it reads its routes. */
    void prepare(CamelContext context) {
        context.getCamelContextExtension().setStartupStepRecorder(steps);
        ((ModelCamelContext) context).setRouteFilter(route -> {
            if (reading) {
                written.add(route);
            }
            return !reading;
        });
    }

    /** Creates the routes that the context has read. */
    Outcome outcome(CamelContext context) {
        context.init();
        reading = false;
        // Camel reads files in any order, but each from its first route to its last.
        written.sort(Comparator.comparing(route -> String.valueOf(route.getLocation())));
        for (RouteDefinition route : written) {
            make((ModelCamelContext) context, route);
        }
        findSameIds();
        problems.addAll(DirectCalls.withoutRoute(context, written));
        RouteGraph graph = RouteGraph.of(context);
        problems.addAll(graph.problems());
        return new Outcome(sentences(problems), sentences(graph.warnings()));
    }

    private List<String> sentences(List<Problem> found) {
        SharedProblems all = new SharedProblems();
        for (Problem problem : found) {
            LoadedLine line = lines.get(problem.where());
            all.add(line == null ? problem : line.problem(problem.what()), line == null ? null : line.templated());
        }
        return all.list().stream()
                .sorted(Comparator.comparing(Problem::where))
                .map(Problem::toString)
                .toList();
    }

    /** Where a route starts, in the file as written. */
    private String start(RouteDefinition route) {
        String place = Place.of(route, route.getInput());
        LoadedLine line = lines.get(place);
        return line == null ? place : line.where();
    }

    private void make(ModelCamelContext context, RouteDefinition route) {
        steps.clear();
        // Camel searches all existing definitions for each step that it creates, and earlier ones are not needed any
        // more.
        context.getRouteDefinitions().clear();
        try {
            context.addRouteDefinition(route);
            context.startRouteDefinitions(List.of(route));
        } catch (Exception e) {
            ProcessorDefinition<?> step = unfinished(context, route);
            String missing = MissingPart.of(e);
            problems.add(new Problem(
                    Place.of(route, step == null ? route.getInput() : step),
                    "`" + (step == null ? "from" : step.getShortName()) + "` cannot be created: "
                            + (missing == null ? SafeText.withoutOptions(Failure.innermost(e)) : missing)));
        }
    }

    /** The step that Camel could not create; null when it is the route's first endpoint. */
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

    /** Camel requires unique step ids across all routes. */
    private void findSameIds() {
        Map<String, RouteDefinition> known = new HashMap<>();
        for (RouteDefinition route : written) {
            for (String id : ProcessorDefinitionHelper.gatherAllNodeIds(route, null, true, false)) {
                RouteDefinition other = known.putIfAbsent(id, route);
                if (other != null) {
                    problems.add(new Problem(
                            Place.of(route, route.getInput()),
                            "the id `" + id + "` is also used by a step or route in"
                                    + " " + start(other) + "; ids must be unique across all"
                                    + " routes: change one of them"));
                }
            }
        }
    }
}
