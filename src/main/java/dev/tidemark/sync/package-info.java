/** One sync of a source, from its trigger until nothing newer is left. */
@NullMarked
package dev.tidemark.sync;

import org.jspecify.annotations.NullMarked;
