package dev.tidemark.http;

import dev.tidemark.sync.SyncRun;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultInterceptSendToEndpoint;

/** Has the request of a source answered by the page that was read ahead, where there is one. Thread-safe. */
public final class SourceEndpoints implements EndpointStrategy {

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (!(endpoint instanceof HttpEndpoint http && http.getHttpClientConfigurer() instanceof NamedClient client)) {
            return endpoint;
        }
        client.setEndpoint(http);
        DefaultInterceptSendToEndpoint intercepted = new DefaultInterceptSendToEndpoint(http, true);
        intercepted.setBefore(SourceEndpoints::takeReadAhead);
        return intercepted;
    }

    private static void takeReadAhead(Exchange exchange) throws Exception {
        SyncRun run = SyncRun.find(exchange);
        boolean there = run != null && run.pages().isReadAhead();
        exchange.setProperty(ExchangePropertyKey.INTERCEPT_SEND_TO_ENDPOINT_WHEN_MATCHED, there);
        if (run != null && there) {
            run.pages().take(exchange);
        }
    }
}
