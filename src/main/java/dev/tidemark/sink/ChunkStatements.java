package dev.tidemark.sink;

import dev.tidemark.jdbc.NamedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.component.jdbc.JdbcConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** The steps of the sink's route around each statement that camel-jdbc runs. There is one instance per use of the sink. */
public final class ChunkStatements {

    private @Nullable TableSink sink;
    private @Nullable DataSource dataSource;

    /** The sink whose rows they write. */
    public void setSink(TableSink sink) {
        this.sink = sink;
    }

    /** The table's database, as a data source that takes part in Spring's transactions. */
    public void setDataSource(DataSource dataSource) {
        this.dataSource = NamedDatabase.resolved(dataSource);
    }

    /** Whether there are rows left to write. */
    public boolean hasNext(Exchange exchange) {
        return ChunkTransaction.of(exchange).write().hasNext();
    }

    /** Sets the statement for the next rows, and a savepoint for the case that it fails. */
    public void next(Exchange exchange) throws SQLException {
        ChunkWrite write = ChunkTransaction.of(exchange).write();
        write.next(connection());
        exchange.getMessage().removeHeaders("CamelJdbc*");
        exchange.getMessage().setBody(write.dialect().upsert(write.table()));
    }

    /** Handles a statement that succeeded. */
    public void written(Exchange exchange) throws SQLException {
        Integer rows = exchange.getMessage().getHeader(JdbcConstants.JDBC_UPDATE_COUNT, Integer.class);
        ChunkTransaction.of(exchange).write().sliceWritten(connection(), Objects.requireNonNull(rows));
    }

    /** Handles a statement that failed: searches for the failed rows, when rows caused the error. */
    public void refused(Exchange exchange) throws SQLException {
        SQLException cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, SQLException.class);
        ChunkWrite write = ChunkTransaction.of(exchange).write();
        boolean undoable = write.dialect().hasSavepoints()
                || !ChunkTransaction.of(exchange).isInLargerTransaction();
        if (!undoable || !write.dialect().isFaultOfRows(cause)) {
            Objects.requireNonNull(sink).forget();
            throw cause;
        }
        write.sliceRefused(connection(), cause);
    }

    /** The transaction's connection. */
    private Connection connection() {
        return DataSourceUtils.getConnection(Objects.requireNonNull(dataSource));
    }
}
