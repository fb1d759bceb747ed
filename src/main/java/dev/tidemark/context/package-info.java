/** What the Kamelets need around them where Tidemark's own program does not run, such as inside Camel K. */
@NullMarked
package dev.tidemark.context;

import org.jspecify.annotations.NullMarked;
