package dev.tidemark.jdbc;

import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.apache.camel.support.processor.DelegateProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Spring's transactions, retried after a failure when the {@link TransactionRetry} of the exchange requests it. */
final class RepeatableTransactions extends SpringTransactionPolicy {

    private final Runnable first;

    private RepeatableTransactions(Runnable first) {
        this.first = first;
    }

    /** @param first runs before each transaction, outside it */
    static RepeatableTransactions of(PlatformTransactionManager manager, Runnable first) {
        RepeatableTransactions transactions = new RepeatableTransactions(first);
        transactions.setTransactionManager(manager);
        transactions.setPropagationBehaviorName("PROPAGATION_REQUIRED");
        return transactions;
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        // Spring's policy would also put the route's error handler in a transaction, which would span all attempts and
        // commit after the last.
        ErrorHandlerFactory before = route.getErrorHandlerFactory();
        Processor transaction = super.wrap(route, steps);
        route.setErrorHandlerFactory(before);
        return new DelegateProcessor(transaction) {
            @Override
            public void process(Exchange exchange) throws Exception {
                first.run();
                TransactionScope scope =
                        TransactionScope.begin(exchange, TransactionSynchronizationManager.isActualTransactionActive());
                do {
                    super.process(exchange);
                } while (exchange.getException() != null && isToBeRepeated(exchange, scope));
                scope.end(exchange);
                TransactionRetry attempts = scope.attempts();
                if (exchange.getException() == null && attempts != null) {
                    attempts.committed(exchange);
                }
            }
        };
    }

    private static boolean isToBeRepeated(Exchange exchange, TransactionScope scope) {
        TransactionRetry attempts = scope.attempts();
        TransactionRetry.Verdict verdict =
                attempts == null ? TransactionRetry.Verdict.FAILED : attempts.judge(exchange.getException());
        if (verdict != TransactionRetry.Verdict.FAILED) {
            exchange.setException(null);
            exchange.setRollbackOnly(false);
            exchange.setRollbackOnlyLast(false);
            exchange.getExchangeExtension().setErrorHandlerHandled(null);
            exchange.getExchangeExtension().setRedeliveryExhausted(false);
            exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        }
        return verdict == TransactionRetry.Verdict.AGAIN;
    }
}
