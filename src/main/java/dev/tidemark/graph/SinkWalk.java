package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.bean.BeanProcessor;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDefinition;
import org.jspecify.annotations.Nullable;

/** Follows records from a source to all sinks that they can reach. */
final class SinkWalk {

    static final String SINK = "jdbc-upsert-sink";

    private static final String RETURN = "kamelet://sink";

    private final RouteIndex index;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<RunningRoute> entered = new HashSet<>();
    private final List<RecordStep> actions = new ArrayList<>();

    private int found;
    private boolean always;
    private boolean written;
    private int stepsLeadingOn;
    private @Nullable KameletEndpoint last;

    SinkWalk(RouteIndex index) {
        this.index = index;
    }

    /**
     * Follows the routes that start with a source Kamelet.
     *
     * @param cursor the source's cursor field; null when there is none
     */
    SinkReach follow(List<RunningRoute> routes, @Nullable String cursor) {
        List<KameletEndpoint> ends = new ArrayList<>();
        boolean allEnd = !routes.isEmpty();
        for (RunningRoute route : routes) {
            stepsLeadingOn = 0;
            last = null;
            if (route.steps().stream().allMatch(step -> step.isAbstract() || route.isDisabled(step))) {
                problems.add(route.problem("the route has no step that processes the source's records; add a step,"
                        + " or delete the route"));
            }
            enter(route, Way.straight(cursor), true);
            if (last != null && stepsLeadingOn == 1) {
                ends.add(last);
            } else {
                allEnd = false;
            }
        }
        List<Problem> warnings = found > 0 || written || !problems.isEmpty()
                ? List.of()
                : routes.stream().map(SinkWalk::neverWritten).toList();
        return new SinkReach(
                allEnd ? List.copyOf(ends) : List.of(),
                found > 0,
                always,
                List.copyOf(actions),
                List.copyOf(problems),
                warnings);
    }

    private static Problem neverWritten(RunningRoute route) {
        return route.problem("no step of the route writes the source's records, but the source's state advances, so"
                + " that no later sync reads them again; add `kamelet:jdbc-upsert-sink`, or another step that stores"
                + " them");
    }

    /** @return how records leave the route */
    private Way enter(RunningRoute route, Way way, boolean first) {
        if (!entered.add(route)) {
            return way;
        }
        problems.addAll(index.parameterProblems(route));
        Way out = all(route, route.steps(), way, first);
        entered.remove(route);
        return out;
    }

    private Way all(RunningRoute route, List<ProcessorDefinition<?>> steps, Way way, boolean first) {
        Way now = way;
        for (ProcessorDefinition<?> step : steps) {
            if (!route.isDisabled(step)) {
                now = step(route, step, now, first);
            }
        }
        return now;
    }

    private Way step(RunningRoute route, ProcessorDefinition<?> step, Way way, boolean first) {
        Processor processor = route.processor(step);
        Way inside = way.behind(lost(route, step, Handover.inside(step, processor, index.model())));
        if (step instanceof FilterDefinition || step instanceof IdempotentConsumerDefinition || step.isAbstract()) {
            inside = inside.sometimes();
        }
        Way after = way;
        if (processor instanceof BeanProcessor bean && bean.getBean() instanceof RecordStep action) {
            actions.add(action);
            after = way.changedBy(action);
        }
        int before = found;
        Targets targets = Targets.of(step, processor, route.context());
        written = written
                || Handover.runsCode(step, processor)
                || targets.unknown()
                || targets.endpoints().stream().anyMatch(Handover::isOutside);
        for (Endpoint endpoint : targets.endpoints()) {
            Way to = inside.behind(lost(route, step, Handover.at(endpoint)));
            Way back = send(route, step, endpoint, to, first);
            after = (back.lost() == to.lost() ? after : after.behind(back.lost())).withRecordsOf(back);
        }
        for (int i = 0; i < targets.sinks(); i++) {
            reach(inside, "`" + SINK + "`");
        }
        if (first && (targets.open() || found > before)) {
            stepsLeadingOn++;
        }
        for (StepBlock block : StepBlock.of(step)) {
            Way in = block.always() ? inside : inside.sometimes();
            Way back = all(route, block.steps(), in, first);
            after = back.lost() == in.lost() ? after : after.behind(back.lost());
            after = block.steps().isEmpty() ? after : after.orWithRecordsOf(back);
        }
        return after.behind(lost(route, step, Handover.after(processor)));
    }

    private Way send(RunningRoute route, ProcessorDefinition<?> step, Endpoint endpoint, Way way, boolean first) {
        if (endpoint instanceof KameletEndpoint kamelet) {
            if (kamelet.getTemplateId().equals(SINK)) {
                reach(way, Way.name(kamelet));
                requireVersion(route, step, kamelet, way);
                boolean isLast = first
                        && step instanceof ToDefinition
                        && route.steps().get(route.steps().size() - 1).equals(step);
                last = isLast ? kamelet : last;
                return way;
            }
            if (kamelet.getEndpointKey().startsWith(RETURN) && route.isCalled()) {
                if (!route.from().getEndpointKey().startsWith("kamelet://source")) {
                    problems.add(route.problem(deadEnd(route)));
                }
                return way;
            }
        }
        Way out = way;
        // A broker or a file delivers records in another exchange, for which this source does not wait.
        List<RunningRoute> next = Handover.isWithin(endpoint) ? index.consumers(endpoint) : List.of();
        for (RunningRoute to : next) {
            out = enter(to, out, false);
        }
        return out;
    }

    private static String deadEnd(RunningRoute route) {
        return "the Kamelet of route `" + route.id()
                + "` starts with another Kamelet, and Camel passes nothing out of such a Kamelet: its records would"
                + " be lost; make it a `routeTemplate` that contains all steps and the sink, and use it with"
                + " `templatedRoute`, or keep the source Kamelet in the route and move the steps to"
                + " a Kamelet that starts with `kamelet:source`";
    }

    private void reach(Way way, String sink) {
        found++;
        always = always || way.always();
        if (way.lost() != null) {
            problems.add(way.lost().before(sink));
        }
    }

    private void requireVersion(RunningRoute route, ProcessorDefinition<?> step, KameletEndpoint sink, Way way) {
        Object version = sink.getKameletProperties().get("versionColumn");
        if (way.cursorGone() && (version == null || version.toString().isBlank())) {
            problems.add(route.problem(
                    step,
                    Way.name(sink) + " gets records whose cursor field was removed or replaced by an action, so it"
                            + " cannot tell older versions of a row from newer ones; set `versionColumn`, or keep that"
                            + " field"));
        }
    }

    private static Way.@Nullable Loss lost(RunningRoute route, ProcessorDefinition<?> step, @Nullable Handover why) {
        return why == null
                ? null
                : sink -> route.problem(
                        step,
                        "`" + step.getShortName() + "` " + why.does() + " before they reach " + sink + ", so the"
                                + " source would store its cursor before they are written, and a failure would lose"
                                + " them; " + why.instead());
    }
}
