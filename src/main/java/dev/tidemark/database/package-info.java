/** The database support that all packages share: product, session, clock, and how columns are read. */
@NullMarked
package dev.tidemark.database;

import org.jspecify.annotations.NullMarked;
