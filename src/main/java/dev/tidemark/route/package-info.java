/** Reads the route files and finds every mistake in them before anything is started or contacted. */
@NullMarked
package dev.tidemark.route;

import org.jspecify.annotations.NullMarked;
