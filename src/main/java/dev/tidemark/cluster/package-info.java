/** Several processes that share the sources between them: who runs which, and what is needed for that. */
@NullMarked
package dev.tidemark.cluster;

import org.jspecify.annotations.NullMarked;
