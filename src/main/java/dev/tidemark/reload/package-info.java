/** Route files that are added, changed and removed while the program runs. */
@NullMarked
package dev.tidemark.reload;

import org.jspecify.annotations.NullMarked;
