/** What every package that touches a database needs of it: its session and its clock. */
@NullMarked
package dev.tidemark.database;

import org.jspecify.annotations.NullMarked;
