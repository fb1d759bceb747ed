package dev.tidemark.jdbc;

import dev.tidemark.sync.ExchangeKeys;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The transaction of an exchange's steps. Not thread-safe; confined to the exchange's thread. */
public final class TransactionScope {

    private final boolean reported;
    private final boolean larger;
    private @Nullable TransactionRetry attempts;

    private TransactionScope(boolean reported, boolean larger) {
        this.reported = reported;
        this.larger = larger;
    }

    /**
     * Starts a transaction that reports its end to its {@link TransactionRetry}.
     *
     * @param larger whether it is part of a larger transaction
     */
    static TransactionScope begin(Exchange exchange, boolean larger) {
        TransactionScope scope = new TransactionScope(true, larger);
        exchange.setProperty(ExchangeKeys.TRANSACTION, scope);
        return scope;
    }

    /** The transaction of an exchange; one of the application's when Tidemark has not started one. */
    public static TransactionScope of(Exchange exchange) {
        TransactionScope scope = exchange.getProperty(ExchangeKeys.TRANSACTION, TransactionScope.class);
        if (scope == null) {
            scope = new TransactionScope(false, true);
            exchange.setProperty(ExchangeKeys.TRANSACTION, scope);
        }
        return scope;
    }

    /** Called when it has ended. */
    public void end(Exchange exchange) {
        exchange.removeProperty(ExchangeKeys.TRANSACTION);
    }

    /** Whether a rollback would also undo changes of other steps. */
    public boolean isLarger() {
        return larger;
    }

    /** Whether it reports its end to its {@link TransactionRetry}. */
    public boolean isReported() {
        return reported;
    }

    /** The callbacks for its end; null when there are none. */
    @Nullable
    TransactionRetry attempts() {
        return attempts;
    }

    /** The callbacks for its end, created at the first call. */
    public <T extends TransactionRetry> T attempts(Class<T> type, Supplier<T> maker) {
        if (attempts == null) {
            attempts = maker.get();
        }
        return type.cast(attempts);
    }
}
