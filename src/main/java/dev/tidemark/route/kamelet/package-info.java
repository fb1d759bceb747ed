/** Kamelets: their parameters, and the rules for their values. */
@NullMarked
package dev.tidemark.route.kamelet;

import org.jspecify.annotations.NullMarked;
