package dev.tidemark.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads one column's value from a result's current row. Stateless. */
@FunctionalInterface
interface CellReader {

    /**
     * @return null for null; an {@link UnreadableValue} for a value that does not match the column's type
     * @throws SQLException or a RuntimeException when the driver cannot read the value
     */
    @Nullable
    Object read(ResultSet row, int column) throws SQLException;
}
