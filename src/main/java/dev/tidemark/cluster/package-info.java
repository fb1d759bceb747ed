/** Several processes that share the sources: which process runs which source, and the rights that this requires. */
@NullMarked
package dev.tidemark.cluster;

import org.jspecify.annotations.NullMarked;
