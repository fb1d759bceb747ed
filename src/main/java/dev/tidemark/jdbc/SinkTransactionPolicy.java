package dev.tidemark.jdbc;

import java.util.Objects;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.jspecify.annotations.Nullable;

/** The transaction of a chunk, in the database that the Kamelet names. */
public final class SinkTransactionPolicy implements TransactedPolicy {

    private @Nullable NamedDatabase database;

    /** The database of the transaction. */
    public void setDatabase(NamedDatabase database) {
        this.database = database;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        transactions().beforeWrap(route, definition);
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return transactions().wrap(route, steps);
    }

    private TransactedPolicy transactions() {
        return Objects.requireNonNull(database, "database was not set").transactions();
    }
}
