package dev.tidemark.http;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/** The profile that a source names. Where none was configured at all, as in Camel K, {@code default} is there all the same. */
public final class NamedClient implements HttpClientConfigurer, CamelContextAware {

    private String source = "";
    private String client = Clients.DEFAULT;
    private @Nullable CamelContext context;

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
