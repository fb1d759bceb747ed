/** One run of a source, from its trigger to "nothing newer". */
@NullMarked
package dev.tidemark.sync;

import org.jspecify.annotations.NullMarked;
