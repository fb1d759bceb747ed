package dev.tidemark.sink;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The tables with uncommitted rows of the route's own transaction. Such rows lock the table. A change of its columns, which
 * uses another connection, would wait for the rows, and the rows for the change: a deadlock.
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
