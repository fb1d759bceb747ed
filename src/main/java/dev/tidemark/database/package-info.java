/** What databases are, and how the values of their columns are read. */
@NullMarked
package dev.tidemark.database;

import org.jspecify.annotations.NullMarked;
