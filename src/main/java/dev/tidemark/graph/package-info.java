/** Where the records of a source can go: the running routes and Kamelets between a source and its sinks. */
@NullMarked
package dev.tidemark.graph;

import org.jspecify.annotations.NullMarked;
