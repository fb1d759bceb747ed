/** The rules that hold the layout. */
@NullMarked
package dev.tidemark.architecture;

import org.jspecify.annotations.NullMarked;
