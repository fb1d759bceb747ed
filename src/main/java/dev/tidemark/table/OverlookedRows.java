package dev.tidemark.table;

import dev.tidemark.strategy.RowRange;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Counts the rows of a table that syncs do not read. */
record OverlookedRows(JdbcTemplate jdbc, SourceTable table, Binding binding) {

    /**
     * Returns a sentence for each kind of such rows.
     *
     * @param first the first range that a sync reads
     * @param initialCursor where the very first sync starts
     */
    List<String> warnings(RowRange first, String initialCursor) {
        List<String> warnings = new ArrayList<>();
        String field = first.cursorField();
        long without = table.column(field).nullable() ? count(table.quoted(field) + " is null") : 0;
        if (without > 0) {
            warnings.add(without + " rows without " + field + ": the first sync read them, later changes to"
                    + " them are not detected");
        }
        if (first.isWithoutCursor()) {
            long before = count(table.quoted(field) + " < ?", binding.of(table.column(field), initialCursor));
            if (before > 0) {
                warnings.add(before + (before == 1 ? " row is" : " rows are") + " before initialCursor " + initialCursor
                        + " and will not be read; to read them, set an earlier initialCursor and reset"
                        + " the state");
            }
        }
        return warnings;
    }

    /**
     * Returns a sentence on rows that are too young to be read.
     *
     * @param latest the cursor below which rows are read
     * @param now the current time as a cursor
     */
    @Nullable
    String younger(RowRange range, Object latest, Object now) {
        String cursor = table.quoted(range.cursorField());
        long rows = count(cursor + " >= ?", latest);
        if (rows == 0) {
            return null;
        }
        long ahead = count(cursor + " > ?", now);
        boolean zoned = table.column(range.cursorField()).type() == Types.TIMESTAMP_WITH_TIMEZONE;
        return rows + (rows == 1 ? " row is" : " rows are") + " younger than delay ("
                + String.valueOf(range.delay()).substring(2).toLowerCase(Locale.ROOT)
                + ") by the clock of the database and left for a later sync"
                + (ahead == 0
                        ? ""
                        : "; " + ahead
                                + " of them are ahead of that clock"
                                + (zoned
                                        ? ", as in a view whose cursor is now(): use a stored cursor, or set"
                                        : ": set cursorZone to the zone of the column, or")
                                + " delay to 0s to read them");
    }

    private long count(String condition, Object... values) {
        Long rows =
                jdbc.queryForObject("select count(*) from " + table.name() + " where " + condition, Long.class, values);
        return rows == null ? 0 : rows;
    }
}
