package dev.tidemark.graph;

/** A bean that a route calls as a step, which changes records and stores none of them. */
public interface RecordStep {}
