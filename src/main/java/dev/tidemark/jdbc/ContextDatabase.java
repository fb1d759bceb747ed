package dev.tidemark.jdbc;

import javax.sql.DataSource;
import org.apache.camel.spi.TransactedPolicy;

/**
 * A database of a context's Kamelets.
 *
 * @param dataSource takes part in the transactions of the thread
 * @param transactions the transactions over it
 * @param outside takes part in no transaction
 */
record ContextDatabase(DataSource dataSource, TransactedPolicy transactions, DataSource outside) {}
