package dev.tidemark.graph;

import dev.tidemark.route.Problem;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * How records come to a step.
 *
 * @param lost why they can be lost on it; null when they cannot
 * @param always whether all records come here, unless something fails
 */
record Way(@Nullable Loss lost, boolean always) {

    static final Way STRAIGHT = new Way(null, true);

    /** A step that nobody waits for. */
    interface Loss {

        /** The mistake that it is to have this sink behind the step. */
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
