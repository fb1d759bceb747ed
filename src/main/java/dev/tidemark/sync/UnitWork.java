package dev.tidemark.sync;

import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.UnitTask;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * The body of an exchange that fetches a work unit through the steps of a source's route.
 *
 * @param isCancelled whether nobody waits for the unit any more
 * @param partition what is fetched without a record of it in the tables; null for a unit of the table of units
 */
record UnitWork(UnitTask task, BooleanSupplier isCancelled, @Nullable StoredPartition partition) {

    /**
     * Fetches the unit in this thread.
     *
     * @return the exchange, once it is done
     * @throws Exception when a step failed outside the source's own error handling
     */
    Exchange fetch(Route route) throws Exception {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(route.getRouteId());
        exchange.getMessage().setBody(this);
        SyncPool.inThisThread(() -> route.getConsumer().getProcessor().process(exchange));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }
}
