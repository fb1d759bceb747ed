/** Reads the route files and finds their mistakes before anything is started or contacted. */
@NullMarked
package dev.tidemark.route;

import org.jspecify.annotations.NullMarked;
