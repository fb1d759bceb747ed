package dev.tidemark.http;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/** The profile that a source names. Where none was configured at all, as in Camel K, {@code default} is there all the same. */
public final class NamedClient implements HttpClientConfigurer, CamelContextAware {

    private String source = "";
    private String client = Clients.DEFAULT;
    private @Nullable CamelContext context;
    private volatile @Nullable String endpointUri;

    /** The name of the source that asks. */
    public void setSource(String source) {
        this.source = source;
    }

    /** The profile's name. */
    public void setClient(String client) {
        this.client = client;
    }

    @Override
    public void setCamelContext(@Nullable CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    /** The endpoint whose requests this client makes. */
    void setEndpointUri(String endpointUri) {
        this.endpointUri = endpointUri;
    }

    /**
     * Makes a request, as the step of the source's route does.
     *
     * @param request an exchange with its parameters, which gets the response
     * @throws Exception when the request fails
     */
    public void send(Exchange request) throws Exception {
        Endpoint endpoint = Objects.requireNonNull(context).getEndpoint(Objects.requireNonNull(endpointUri));
        try (Producer producer = endpoint.createProducer()) {
            producer.start();
            producer.process(request);
        }
        if (request.getException() != null) {
            throw request.getException();
        }
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        Client found =
                context == null ? null : context.getRegistry().lookupByNameAndType(Clients.bean(client), Client.class);
        if (found == null && !client.equals(Clients.DEFAULT)) {
            throw new IllegalArgumentException(
                    "the client `" + client + "` is not configured (" + Clients.PREFIX + client + ".auth)");
        }
        Client used = found == null ? Client.of(client, Map.of(), Clock.systemUTC()) : found;
        RequestListener listener =
                context == null ? null : context.getRegistry().findSingleByType(RequestListener.class);
        used.configure(builder, source, listener == null ? RequestListener.NONE : listener);
    }
}
