/** What tests of several packages share: databases, routes, an API that responds as told. */
@NullMarked
package dev.tidemark.testing;

import org.jspecify.annotations.NullMarked;
