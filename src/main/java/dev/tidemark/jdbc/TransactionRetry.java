package dev.tidemark.jdbc;

import org.apache.camel.Exchange;

/** Callbacks of the steps of a transaction for its end. The steps register them in its {@link TransactionScope}. */
public interface TransactionRetry {

    /** The result of a failure. */
    enum Verdict {
        /** Retry, in a new transaction. */
        AGAIN,
        /** It was committed anyway. */
        COMMITTED,
        /** It failed. */
        FAILED
    }

    /** Decides on a transaction that has failed and was presumably rolled back. */
    Verdict judge(Exception failure);

    /** Called when the transaction was committed. */
    void committed(Exchange exchange);
}
