package dev.tidemark.jdbc;

import dev.tidemark.sync.ExchangeKeys;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The transaction that the steps of an exchange are in. Not thread-safe; confined to the exchange's thread. */
public final class TransactionScope {

    private final boolean reported;
    private final boolean larger;
    private @Nullable Attempts attempts;

    private TransactionScope(boolean reported, boolean larger) {
        this.reported = reported;
        this.larger = larger;
    }

    /**
     * Begins one that reports its end to its {@link Attempts}.
     *
     * @param larger whether it is part of a larger one
     */
    static TransactionScope begin(Exchange exchange, boolean larger) {
        TransactionScope scope = new TransactionScope(true, larger);
        exchange.setProperty(ExchangeKeys.TRANSACTION, scope);
        return scope;
    }

    /** That of an exchange; one of the application's when none of ours has begun. */
    public static TransactionScope of(Exchange exchange) {
        TransactionScope scope = exchange.getProperty(ExchangeKeys.TRANSACTION, TransactionScope.class);
        if (scope == null) {
            scope = new TransactionScope(false, true);
            exchange.setProperty(ExchangeKeys.TRANSACTION, scope);
        }
        return scope;
    }

    /** It is over. */
    public void end(Exchange exchange) {
        exchange.removeProperty(ExchangeKeys.TRANSACTION);
    }

    /** Whether a rollback would take back what is not its steps' own. */
    public boolean isLarger() {
        return larger;
    }

    /** Whether it reports its own end to its attempts. */
    public boolean isReported() {
        return reported;
    }

    /** What learns of its end; null when its steps have not registered anything. */
    @Nullable
    Attempts attempts() {
        return attempts;
    }

    /** What learns of its end, made at the first call. */
    public <T extends Attempts> T attempts(Class<T> type, Supplier<T> maker) {
        if (attempts == null) {
            attempts = maker.get();
        }
        return type.cast(attempts);
    }
}
