/** Tidemark, the program. */
@NullMarked
package dev.tidemark;

import org.jspecify.annotations.NullMarked;
