/** What a cluster is given: it is valid before a cluster sees it. */
@NullMarked
package dev.tidemark.deploy;

import org.jspecify.annotations.NullMarked;
