/** What several tests share. */
@NullMarked
package dev.tidemark.testing;

import org.jspecify.annotations.NullMarked;
