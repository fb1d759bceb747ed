/** The project with its sources, and the Camel runtime that runs them. */
@NullMarked
package dev.tidemark.runtime;

import org.jspecify.annotations.NullMarked;
