/** What tests of several packages share. */
@NullMarked
package dev.tidemark.testing;

import org.jspecify.annotations.NullMarked;
