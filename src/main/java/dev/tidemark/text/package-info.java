/** Text that is safe to show to people. */
@NullMarked
package dev.tidemark.text;

import org.jspecify.annotations.NullMarked;
