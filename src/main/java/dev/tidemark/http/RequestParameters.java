package dev.tidemark.http;

import dev.tidemark.strategy.PageRequest;
import dev.tidemark.sync.SyncRun;
import java.nio.charset.StandardCharsets;
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
    private @Nullable BodyTemplate body;
    private boolean post;

    /** The request's parameters as a template; see {@link QueryTemplate}. */
    public void setQuery(String query) {
        this.query = QueryTemplate.of(query);
    }

    /** The parameters of a further page, where they are others; a template too. */
    public void setNextQuery(String nextQuery) {
        this.nextQuery = QueryTemplate.of(nextQuery);
    }

    /** {@code GET}, or {@code POST} to send the parameters as JSON in the body. */
    public void setMethod(String method) {
        this.post = method.equals("POST");
    }

    /** The body of a POST in place of the parameters; see {@link BodyTemplate}. Empty for none. */
    public void setBodyTemplate(String bodyTemplate) {
        this.body = bodyTemplate.isEmpty() ? null : BodyTemplate.of(bodyTemplate);
    }

    /** The source's address, of which the endpoint is only the origin: its path is sent as it is written here. */
    public void setUrl(String url) {
        this.nextLink = new NextLink(url);
    }

    /**
     * The parameters of a request as they are sent, in the address or in the body.
     *
     * @throws IllegalArgumentException when a template has a name in braces for which there is no value
     */
    public String fill(PageRequest request) {
        QueryTemplate template = request.isContinuation() && nextQuery != null ? nextQuery : query;
        if (body != null && !post) {
            throw new IllegalArgumentException("bodyTemplate is for requests with a body: set method to POST");
        }
        if (!post) {
            return template.fill(request.values());
        }
        return body == null ? template.json(request.values()) : body.fill(request.values());
    }

    @Override
    public void process(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        put(run.pages().next(), run.source(), exchange.getMessage());
    }

    /** Puts the parameters of a request of that source into a message. */
    public void put(PageRequest request, String source, Message message) {
        message.removeHeaders("*");
        String parameters = post || request.link() == null ? fill(request) : "";
        message.setBody(post ? parameters.getBytes(StandardCharsets.UTF_8) : null);
        if (post) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        String query = post ? "" : parameters;
        if (nextLink == null) {
            message.setHeader(Exchange.HTTP_QUERY, query);
            return;
        }
        String link = request.link();
        RequestTarget target = link == null ? nextLink.first(query) : nextLink.follow(link, source);
        message.setHeader(RequestTarget.HEADER, target.toString());
        // For what Camel says of the request.
        message.setHeader(Exchange.HTTP_PATH, target.path());
        message.setHeader(Exchange.HTTP_QUERY, target.query());
    }
}
