/** Databases, by name. */
@NullMarked
package dev.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
