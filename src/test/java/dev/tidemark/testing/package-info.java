/** What tests of several packages share: databases, routes, an API that answers as told. */
@NullMarked
package dev.tidemark.testing;

import org.jspecify.annotations.NullMarked;
