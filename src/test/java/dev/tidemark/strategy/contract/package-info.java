/** What every strategy promises, held against sources that change while they are read. */
@NullMarked
package dev.tidemark.strategy.contract;

import org.jspecify.annotations.NullMarked;
