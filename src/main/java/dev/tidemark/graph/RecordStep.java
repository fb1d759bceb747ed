package dev.tidemark.graph;

import org.jspecify.annotations.Nullable;

/** A bean that a route calls as a step, which changes records and stores none of them. */
public interface RecordStep {

    /**
     * The field that has a field's value behind the step.
     *
     * @param field its name or path before the step
     * @return null when no field has it
     */
    @Nullable
    String follow(String field);
}
