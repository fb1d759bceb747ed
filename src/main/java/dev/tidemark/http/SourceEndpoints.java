package dev.tidemark.http;

import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.InterceptSendToEndpoint;

/** Lets the endpoints of the sources' requests use pages that were read ahead. Thread-safe. */
public final class SourceEndpoints implements EndpointStrategy {

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        Endpoint original =
                endpoint instanceof InterceptSendToEndpoint theirs ? theirs.getOriginalEndpoint() : endpoint;
        if (original instanceof HttpEndpoint http && http.getHttpClientConfigurer() instanceof NamedClient client) {
            client.setEndpointUri(uri);
            return new SourceEndpoint(endpoint, client);
        }
        return endpoint;
    }
}
