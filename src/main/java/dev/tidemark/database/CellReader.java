package dev.tidemark.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the value of one column of a result's current row. Stateless. */
@FunctionalInterface
interface CellReader {

    /**
     * @return null for null; an {@link UnreadableValue} for what is not a value of the column's type
     * @throws SQLException or a RuntimeException when the driver cannot read the value
     */
    @Nullable
    Object read(ResultSet row, int column) throws SQLException;
}
