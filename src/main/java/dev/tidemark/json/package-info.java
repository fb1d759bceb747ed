/** How JSON is read and written, and where a value is in it. */
@NullMarked
package dev.tidemark.json;

import org.jspecify.annotations.NullMarked;
