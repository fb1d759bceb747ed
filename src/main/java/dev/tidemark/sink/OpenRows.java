package dev.tidemark.sink;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The tables with rows that a transaction of the route's own has written and not committed yet. They lock the table: a change
 * of its columns, which goes by another connection, would wait for them, and they for it.
 */
final class OpenRows {

    private OpenRows() {}

    /** Remembers a table until the thread's transaction ends. */
    static void in(String table) {
        if (!areIn(table)) {
            TransactionSynchronizationManager.bindResource(key(table), table);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    TransactionSynchronizationManager.unbindResource(key(table));
                }
            });
        }
    }

    static boolean areIn(String table) {
        return TransactionSynchronizationManager.hasResource(key(table));
    }

    private static String key(String table) {
        return "tidemark " + table;
    }
}
