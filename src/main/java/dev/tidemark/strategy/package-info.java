/** The strategies by which a source finds new records: state in, requests out, state out. */
@NullMarked
package dev.tidemark.strategy;

import org.jspecify.annotations.NullMarked;
