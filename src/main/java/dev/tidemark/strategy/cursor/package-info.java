/** Cursors: their formats, and the bounds that requests send. */
@NullMarked
package dev.tidemark.strategy.cursor;

import org.jspecify.annotations.NullMarked;
