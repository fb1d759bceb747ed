/** What every package that touches a database needs of it: its product, session and clock, and how its columns are read. */
@NullMarked
package dev.tidemark.database;

import org.jspecify.annotations.NullMarked;
