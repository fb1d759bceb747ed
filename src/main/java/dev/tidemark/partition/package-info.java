/** The partitions of a source: which parents, regions or accounts it reads, each with a cursor of its own. */
@NullMarked
package dev.tidemark.partition;

import org.jspecify.annotations.NullMarked;
