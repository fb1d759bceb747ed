/** The configuration: Tidemark's own keys, from files and the command line. */
@NullMarked
package dev.tidemark.config;

import org.jspecify.annotations.NullMarked;
