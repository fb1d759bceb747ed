/** The state of a source, stored next to its rows. */
@NullMarked
package dev.tidemark.state;

import org.jspecify.annotations.NullMarked;
