package dev.tidemark.jdbc;

import org.apache.camel.Exchange;

/** Learns how a transaction ended; its steps register it with the {@link TransactionScope}. */
public interface Attempts {

    /** What a failure means. */
    enum Verdict {
        /** The same again, in a new transaction. */
        AGAIN,
        /** It was committed all the same. */
        COMMITTED,
        /** It failed. */
        FAILED
    }

    /** Judges a transaction that has failed and was, as far as is known, rolled back. */
    Verdict judge(Exception failure);

    /** The transaction was committed. */
    void committed(Exchange exchange);
}
