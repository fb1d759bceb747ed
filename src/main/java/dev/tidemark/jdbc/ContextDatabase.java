package dev.tidemark.jdbc;

import javax.sql.DataSource;
import org.apache.camel.spi.TransactedPolicy;

/**
 * A database as the Kamelets of a context use it.
 *
 * @param dataSource takes part in the transactions of the thread
 * @param transactions the transactions over it
 * @param outside takes part in none
 */
record ContextDatabase(DataSource dataSource, TransactedPolicy transactions, DataSource outside) {}
