package dev.tidemark.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.jdbc.JdbcPrepareStatementStrategy;

/** Lets camel-jdbc run an upsert whose parameters are arrays, one per column. */
public final class ArrayBinder implements JdbcPrepareStatementStrategy {

    @Override
    public String prepareQuery(String query, boolean allowNamedParameters) {
        return query;
    }

    @Override
    public Iterator<?> createPopulateIterator(
            String query, String preparedQuery, int expectedParams, Exchange exchange, Object value) {
        return List.of(ChunkTransaction.of(exchange).write()).iterator();
    }

    @Override
    public void populateStatement(PreparedStatement statement, Iterator<?> iterator, int expectedParams)
            throws SQLException {
        ChunkWrite write = (ChunkWrite) iterator.next();
        write.dialect().bind(statement, 1, write.table(), write.slice());
    }
}
