/** How a source finds what is new: state in, requests out, state out. */
@NullMarked
package dev.tidemark.strategy;

import org.jspecify.annotations.NullMarked;
