package dev.tidemark.route;

/**
 * Where a source is declared.
 *
 * @param file the route file
 * @param line the line of the route's Kamelet, or of the {@code templatedRoute}, from 1
 * @param isTemplated whether it is made from a template
 */
public record SourceOrigin(String file, int line, boolean isTemplated) {}
