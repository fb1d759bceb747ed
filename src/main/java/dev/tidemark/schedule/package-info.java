/** When sources are due: periods, cron schedules, and other sources. */
@NullMarked
package dev.tidemark.schedule;

import org.jspecify.annotations.NullMarked;
