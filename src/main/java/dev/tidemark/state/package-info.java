/** What a source has reached, kept beside its rows. */
@NullMarked
package dev.tidemark.state;

import org.jspecify.annotations.NullMarked;
