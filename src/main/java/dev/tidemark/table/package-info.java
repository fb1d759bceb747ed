/** Reading the tables of a database. */
@NullMarked
package dev.tidemark.table;

import org.jspecify.annotations.NullMarked;
