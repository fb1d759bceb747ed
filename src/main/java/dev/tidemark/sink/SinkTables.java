package dev.tidemark.sink;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/** The table of a sink's records, and the tables of their children. Thread-safe. */
final class SinkTables {

    private final DestinationTable table;
    private final RecordColumns shape;
    private final ChildTables children;
    private final boolean hasChildren;

    /**
     * @param flat whether objects in records become columns
     * @param flatChildren whether objects in elements become columns
     * @param outside a data source outside the thread's transaction
     */
    SinkTables(String table, boolean flat, boolean flatChildren, List<ChildTable> children, DataSource outside) {
        this.table = new DestinationTable(table, outside);
        this.shape = new RecordColumns(flat, ChildTables.paths(children));
        this.children = new ChildTables(children, flatChildren, outside);
        this.hasChildren = !children.isEmpty();
    }

    DestinationTable table() {
        return table;
    }

    /** Makes the fields of a record the columns of the table. */
    UnaryOperator<Map<String, @Nullable Object>> shape() {
        return shape.isPlain() ? UnaryOperator.identity() : record -> shape.of(record, dialect());
    }

    private Dialect dialect() {
        try {
            return table.schema().dialect();
        } catch (SQLException e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /**
     * Ensures that the child tables exist with columns for all elements.
     *
     * @throws IllegalArgumentException when the body is a stream, whose later records are not known
     */
    List<Child> children(
            TableSpec spec, RecordBatches batches, List<Map<String, @Nullable Object>> first, ChildTables.Writer writer)
            throws SQLException {
        if (!hasChildren) {
            return List.of();
        }
        if (batches.isStreamed()) {
            throw new IllegalArgumentException(
                    "childTables needs a list of records, and the body is a stream; send a list, as our sources do");
        }
        return children.prepare(spec, batches.known(first), writer);
    }

    /** Forgets the tables' columns: another process may have changed them. */
    void forget() {
        table.forget();
        children.forget();
    }
}
