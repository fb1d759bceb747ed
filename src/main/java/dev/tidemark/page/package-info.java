/** A response body, read as a stream into records and chunks. */
@NullMarked
package dev.tidemark.page;

import org.jspecify.annotations.NullMarked;
