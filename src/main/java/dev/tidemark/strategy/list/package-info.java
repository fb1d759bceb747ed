/** Pagination of lists: offset, page number, next URL, keyset. */
@NullMarked
package dev.tidemark.strategy.list;

import org.jspecify.annotations.NullMarked;
