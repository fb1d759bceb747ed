/** Rows into tables: types, statements, rejects. */
@NullMarked
package dev.tidemark.sink;

import org.jspecify.annotations.NullMarked;
