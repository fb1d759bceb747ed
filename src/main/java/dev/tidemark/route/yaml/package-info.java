/** YAML documents: lines, placeholders, and problems with their places. */
@NullMarked
package dev.tidemark.route.yaml;

import org.jspecify.annotations.NullMarked;
