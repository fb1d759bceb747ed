/** The form of a record. */
@NullMarked
package dev.tidemark.row;

import org.jspecify.annotations.NullMarked;
