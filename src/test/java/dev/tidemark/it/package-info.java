/** The packaged program, run as a child process, as its users run it. */
@NullMarked
package dev.tidemark.it;

import org.jspecify.annotations.NullMarked;
