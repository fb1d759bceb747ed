/** What the practice API promises, asked over real HTTP. */
@NullMarked
package dev.tidemark.playground;

import org.jspecify.annotations.NullMarked;
