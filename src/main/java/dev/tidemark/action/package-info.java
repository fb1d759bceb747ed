/** The steps of the action Kamelets, which change the records on their way to the sink. */
@NullMarked
package dev.tidemark.action;

import org.jspecify.annotations.NullMarked;
