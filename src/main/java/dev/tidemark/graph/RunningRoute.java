package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.DisabledAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.bean.BeanProcessor;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.NodeIdFactory;
import org.jspecify.annotations.Nullable;

/** A route in a context: its definition, and the processor of each of its steps. */
final class RunningRoute {

    private final Route route;
    private final RouteDefinition definition;
    private final Map<String, Processor> processors = new HashMap<>();

    /** @param route a route that is complete */
    RunningRoute(Route route, RouteDefinition definition) {
        this.route = route;
        this.definition = definition;
        collect(route.getProcessor());
    }

    String id() {
        return route.getRouteId();
    }

    /** The Kamelet or template of the route; empty when it has none. */
    String templateId() {
        Map<String, Object> parameters = definition.getTemplateParameters();
        return parameters == null ? "" : String.valueOf(parameters.getOrDefault(Kamelet.PARAM_TEMPLATE_ID, ""));
    }

    Endpoint from() {
        return route.getEndpoint();
    }

    CamelContext context() {
        return route.getCamelContext();
    }

    List<ProcessorDefinition<?>> steps() {
        return definition.getOutputs();
    }

    /** Whether the route is a Kamelet called by a step; {@code kamelet:sink} then returns to that step. */
    boolean isCalled() {
        return from() instanceof KameletEndpoint;
    }

    /** The processor of a step; null when Camel does not expose it, as for steps that run after a failure. */
    @Nullable
    Processor processor(ProcessorDefinition<?> step) {
        return processors.get(
                step.idOrCreate(context().getCamelContextExtension().getContextPlugin(NodeIdFactory.class)));
    }

    /** The beans of a type that its steps call. */
    <T> Stream<T> beans(Class<T> type) {
        return processors.values().stream()
                .filter(BeanProcessor.class::isInstance)
                .map(step -> ((BeanProcessor) step).getBean())
                .filter(type::isInstance)
                .map(type::cast)
                .distinct();
    }

    boolean isDisabled(ProcessorDefinition<?> step) {
        return processor(step) instanceof DisabledAware aware && aware.isDisabled();
    }

    /** A mistake in one of its steps. */
    Problem problem(ProcessorDefinition<?> step, String what) {
        return new Problem(Place.of(definition, step), what);
    }

    /** A mistake in its first endpoint. */
    Problem problem(String what) {
        return new Problem(Place.of(definition, definition.getInput()), what);
    }

    private void collect(@Nullable Processor processor) {
        Processor step = processor instanceof Channel channel ? channel.getNextProcessor() : processor;
        if (step instanceof IdAware known && known.getId() != null) {
            processors.put(known.getId(), step);
        }
        if (step instanceof Navigate<?> steps && steps.hasNext()) {
            steps.next().forEach(next -> collect((Processor) next));
        }
    }
}
