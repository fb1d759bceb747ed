package dev.tidemark.sync;

import dev.tidemark.strategy.PageRequest;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The answer to a sync's next request, fetched and read by a thread of its own while the last chunk of the page before it is
 * written. What goes wrong there is thrown where the answer is taken, as if it had been asked for only then.
 */
public final class ReadAhead implements Closeable {

    /** Makes a request, or reads its answer, on an exchange of its own. */
    public interface Step {
        /** @param request what is asked for */
        void apply(Exchange exchange, PageRequest request) throws Exception;
    }

    private final Exchange exchange;
    private @Nullable Step asking;
    private @Nullable Step reading;
    private @Nullable Thread thread;
    private @Nullable CompletableFuture<Exchange> answer;

    ReadAhead(Exchange exchange) {
        this.exchange = exchange;
    }

    /** How a request is made; without it nothing is read ahead. */
    public void askBy(Step step) {
        asking = step;
    }

    /** How an answer is read; without it nothing is read ahead. */
    public void readBy(Step step) {
        reading = step;
    }

    /** Asks for a page, at the endpoint that the page before came from. */
    void start(PageRequest request) {
        String uri = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, String.class);
        Endpoint endpoint = uri == null ? null : exchange.getContext().hasEndpoint(uri);
        Step ask = asking;
        Step read = reading;
        if (endpoint == null || ask == null || read == null) {
            return;
        }
        CompletableFuture<Exchange> future = new CompletableFuture<>();
        Map<String, String> logKeys = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        answer = future;
        thread = exchange.getContext().getExecutorServiceManager().newThread("ReadAhead", () -> {
            MDC.setContextMap(logKeys);
            try {
                Exchange own = new DefaultExchange(exchange.getContext());
                ask.apply(own, request);
                process(endpoint, own);
                read.apply(own, request);
                future.complete(own);
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        thread.start();
    }

    private static void process(Endpoint endpoint, Exchange own) throws Exception {
        try (Producer producer = endpoint.createProducer()) {
            producer.start();
            producer.process(own);
        }
        if (own.getException() != null) {
            throw own.getException();
        }
    }

    /**
     * Waits for the answer and puts it onto the exchange.
     *
     * @return no when none was asked for
     * @throws Exception why there is none
     */
    boolean take() throws Exception {
        CompletableFuture<Exchange> future = answer;
        if (future == null) {
            return false;
        }
        Message from;
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        try {
            from = future.get().getMessage();
            answer = null;
        } catch (ExecutionException e) {
            answer = null;
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        exchange.getMessage().setHeaders(from.getHeaders());
        exchange.getMessage().setBody(from.getBody());
        return true;
    }

    /** Lets go of an answer that nobody takes. */
    @Override
    public void close() {
        if (answer != null && thread != null) {
            CompletableFuture<Void> unused = answer.thenAccept(ReadAhead::letGo);
            thread.interrupt();
            answer = null;
        }
    }

    private static void letGo(Exchange own) {
        try {
            if (own.getMessage().getBody() instanceof Closeable page) {
                page.close();
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(ReadAhead.class).warn("a temporary file could not be deleted: {}", e.toString());
        }
    }
}
