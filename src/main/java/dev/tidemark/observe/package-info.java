/** The status of the sources: health checks, metrics and a page. It only reads. */
@NullMarked
package dev.tidemark.observe;

import org.jspecify.annotations.NullMarked;
