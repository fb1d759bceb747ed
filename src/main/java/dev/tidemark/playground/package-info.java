/**
 * The practice API: a small REST server inside the program, so that every strategy can be tried without an account
 * anywhere. Paths, parameters and envelopes follow the widely used {@code fivetran-api-playground}.
 */
@NullMarked
package dev.tidemark.playground;

import org.jspecify.annotations.NullMarked;
