/** ID ranges and key ranges, which workers can share. */
@NullMarked
package dev.tidemark.strategy.range;

import org.jspecify.annotations.NullMarked;
