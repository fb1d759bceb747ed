package dev.tidemark.sync;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The response to a sync's next request, fetched and read by a separate thread. An error is thrown where the response is
 * taken, as if it had been requested at that point.
 */
final class ReadAhead implements Closeable {

    private @Nullable Thread thread;
    private @Nullable CompletableFuture<Exchange> response;

    /** @param fetch makes an exchange with the response */
    void start(CamelContext context, Callable<Exchange> fetch) {
        CompletableFuture<Exchange> future = new CompletableFuture<>();
        Map<String, String> logKeys = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        response = future;
        thread = context.getExecutorServiceManager().newThread("ReadAhead", () -> {
            MDC.setContextMap(logKeys);
            try {
                future.complete(fetch.call());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        try {
            thread.start();
        } catch (Error e) {
            future.completeExceptionally(e);
        }
    }

    boolean isUnderWay() {
        return response != null;
    }

    /**
     * Waits for the response and sets it on an exchange.
     *
     * @throws Exception when the request failed
     */
    void take(Exchange exchange) throws Exception {
        CompletableFuture<Exchange> future = Objects.requireNonNull(response, "nothing is read ahead");
        Message from;
        try {
            from = future.get().getMessage();
            response = null;
        } catch (ExecutionException e) {
            response = null;
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        exchange.getMessage().setHeaders(from.getHeaders());
        exchange.getMessage().setBody(from.getBody());
    }

    /** Discards a response that nobody reads. */
    @Override
    public void close() {
        if (response != null && thread != null) {
            CompletableFuture<Void> unused = response.thenAccept(ReadAhead::letGo);
            thread.interrupt();
            response = null;
        }
    }

    private static void letGo(Exchange own) {
        try {
            if (own.getMessage().getBody() instanceof Closeable page) {
                page.close();
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(ReadAhead.class).warn("could not delete a temporary file: {}", e.toString());
        }
    }
}
