/** The services that the Kamelets need outside Tidemark's own program, such as in Camel K. */
@NullMarked
package dev.tidemark.context;

import org.jspecify.annotations.NullMarked;
