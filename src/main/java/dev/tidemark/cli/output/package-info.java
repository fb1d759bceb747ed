/** Output for people and programs: tables, progress, results. */
@NullMarked
package dev.tidemark.cli.output;

import org.jspecify.annotations.NullMarked;
