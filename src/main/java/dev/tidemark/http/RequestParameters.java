package dev.tidemark.http;

import dev.tidemark.sync.Sync;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Puts the parameters of the sync's next request where camel-http looks for them, and nothing else: a header that an
 * earlier answer left would go out as a request header.
 */
public final class RequestParameters implements Processor {

    private QueryTemplate query = QueryTemplate.of("");

    /** The request's parameters as a template; see {@link QueryTemplate}. */
    public void setQuery(String query) {
        this.query = QueryTemplate.of(query);
    }

    /** @throws IllegalArgumentException when the query has a name in braces for which there is no value */
    public String fill(Map<String, String> values) {
        return query.fill(values);
    }

    @Override
    public void process(Exchange exchange) {
        String filled = fill(Sync.of(exchange).nextRequest());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, filled);
    }
}
