/** How the sources are, for those who look: health, metrics and a page. It reads, and never acts. */
@NullMarked
package dev.tidemark.observe;

import org.jspecify.annotations.NullMarked;
