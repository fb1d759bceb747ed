/** JSON reading and writing, and paths of values. */
@NullMarked
package dev.tidemark.json;

import org.jspecify.annotations.NullMarked;
