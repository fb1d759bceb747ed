package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.Objects;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * How records reach a step.
 *
 * @param lost why they can be lost before it; null when they cannot
 * @param always whether all records reach it unless a step fails
 * @param cursor the field with the cursor of the source; null when it is gone or not known
 * @param cursorGone whether a step has removed or replaced that field
 */
record Way(@Nullable Loss lost, boolean always, @Nullable String cursor, boolean cursorGone) {

    /** @param cursor the cursor field of the source; null when it is not known */
    static Way straight(@Nullable String cursor) {
        return new Way(null, true, cursor, false);
    }

    /** A step for which the source does not wait. */
    interface Loss {

        /** The problem of having this sink after the step. */
        Problem before(String sink);
    }

    Way behind(@Nullable Loss step) {
        return lost != null || step == null ? this : new Way(step, always, cursor, cursorGone);
    }

    Way sometimes() {
        return new Way(lost, false, cursor, cursorGone);
    }

    /** The way behind a step that changes records. */
    Way changedBy(RecordStep step) {
        String next = cursor == null ? null : step.follow(cursor);
        return new Way(lost, always, next, cursorGone || (cursor != null && next == null));
    }

    /** This way with the records of another. */
    Way withRecordsOf(Way other) {
        return new Way(lost, always, other.cursor, other.cursorGone);
    }

    /** This way when its records may also be those of another. */
    Way orWithRecordsOf(Way other) {
        boolean alike = Objects.equals(cursor, other.cursor) && cursorGone == other.cursorGone;
        return alike ? this : new Way(lost, always, null, false);
    }

    static String name(KameletEndpoint sink) {
        Object table = sink.getKameletProperties().get("table");
        return "`" + sink.getTemplateId() + "`" + (table == null ? "" : " (table `" + table + "`)");
    }
}
