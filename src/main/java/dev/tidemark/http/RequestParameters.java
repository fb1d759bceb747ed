package dev.tidemark.http;

import dev.tidemark.strategy.PageRequest;
import dev.tidemark.sync.Sync;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parameters of the sync's next request where camel-http looks for them, and nothing else: a header that an
 * earlier answer left would go out as a request header.
 */
public final class RequestParameters implements Processor {

    private QueryTemplate query = QueryTemplate.of("");
    private @Nullable QueryTemplate nextQuery;
    private @Nullable NextLink nextLink;

    /** The request's parameters as a template; see {@link QueryTemplate}. */
    public void setQuery(String query) {
        this.query = QueryTemplate.of(query);
    }

    /** The parameters of a further page, where they are others; a template too. */
    public void setNextQuery(String nextQuery) {
        this.nextQuery = QueryTemplate.of(nextQuery);
    }

    /** The source's address, for APIs that answer with links: then the endpoint is only the address's origin. */
    public void setUrl(String url) {
        this.nextLink = new NextLink(url);
    }

    /** @throws IllegalArgumentException when a template has a name in braces for which there is no value */
    public String fill(PageRequest request) {
        QueryTemplate template = request.goesOn() && nextQuery != null ? nextQuery : query;
        return template.fill(request.values());
    }

    @Override
    public void process(Exchange exchange) {
        PageRequest request = Sync.of(exchange).nextRequest();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        if (nextLink == null) {
            message.setHeader(Exchange.HTTP_QUERY, fill(request));
            return;
        }
        String link = request.link();
        NextLink.Target target = link == null ? nextLink.first(fill(request)) : nextLink.follow(link);
        message.setHeader(Exchange.HTTP_PATH, target.path());
        message.setHeader(Exchange.HTTP_QUERY, target.query());
    }
}
