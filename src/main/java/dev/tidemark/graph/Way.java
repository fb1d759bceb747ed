package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * How records reach a step.
 *
 * @param lost why they can be lost before it; null when they cannot
 * @param always whether all records reach it unless a step fails
 */
record Way(@Nullable Loss lost, boolean always) {

    static final Way STRAIGHT = new Way(null, true);

    /** A step for which the source does not wait. */
    interface Loss {

        /** The problem of having this sink after the step. */
        Problem before(String sink);
    }

    Way behind(@Nullable Loss step) {
        return lost != null || step == null ? this : new Way(step, always);
    }

    Way sometimes() {
        return new Way(lost, false);
    }

    static String name(KameletEndpoint sink) {
        Object table = sink.getKameletProperties().get("table");
        return "`" + sink.getTemplateId() + "`" + (table == null ? "" : " (table `" + table + "`)");
    }
}
