/** Databases by name, and their transactions. */
@NullMarked
package dev.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
