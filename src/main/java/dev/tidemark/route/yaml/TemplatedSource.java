package dev.tidemark.route.yaml;

/**
 * A source that is made from a template, as messages name it.
 *
 * @param name the source, or the route when it is not a source
 * @param where the file and line of its {@code templatedRoute}
 */
public record TemplatedSource(String name, String where) {}
