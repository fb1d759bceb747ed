package dev.tidemark.http;

import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.sync.SyncRun;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Sets the parameters of the sync's next request for camel-http, and removes everything else: a header of an earlier
 * response would be sent as a request header.
 */
public final class RequestParameters implements Processor {

    /** The names that a further page may have besides those of the first one. */
    private static final Set<String> OF_FURTHER_PAGES = Set.of("token", "cursor", "key");

    private QueryTemplate query = QueryTemplate.of("");
    private @Nullable QueryTemplate nextQuery;
    private @Nullable NextLink nextLink;
    private @Nullable BodyTemplate body;
    private boolean post;

    /** The template of the request's parameters; see {@link QueryTemplate}. */
    public void setQuery(String query) {
        this.query = QueryTemplate.of(query);
    }

    /** The template of the parameters of a further page, where they differ. */
    public void setNextQuery(String nextQuery) {
        this.nextQuery = QueryTemplate.of(nextQuery);
    }

    /** {@code GET}, or {@code POST} to send the parameters as a JSON body. */
    public void setMethod(String method) {
        this.post = method.equals("POST");
    }

    /** The body of a POST instead of the parameters; see {@link BodyTemplate}. Empty for none. */
    public void setBodyTemplate(String bodyTemplate) {
        this.body = bodyTemplate.isEmpty() ? null : BodyTemplate.of(bodyTemplate);
    }

    /** The source's address. The endpoint has only its origin; its path is sent exactly as written here. */
    public void setUrl(String url) {
        this.nextLink = new NextLink(url);
    }

    /**
     * Checks that a request can be made.
     *
     * @throws IllegalArgumentException when a name in braces has no value, or a value does not fit its place
     */
    public void check(PageRequest request) {
        parameters(request);
        if (nextLink != null) {
            nextLink.first(request.values(), "");
        }
        if (nextQuery != null) {
            requireNames(nextQuery.names(), request.values().keySet());
        }
    }

    private static void requireNames(Set<String> names, Set<String> ofFirstPage) {
        Set<String> known = new TreeSet<>(OF_FURTHER_PAGES);
        known.addAll(ofFirstPage);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "nextQuery has {" + name + "}; known names are " + known + Suggestion.didYouMean(name, known));
            }
        }
    }

    /** The parameters of a request as sent, in the address or in the body. */
    private String parameters(PageRequest request) {
        QueryTemplate template = request.isContinuation() && nextQuery != null && !isTokenInPath() ? nextQuery : query;
        if (body != null && !post) {
            throw new IllegalArgumentException("bodyTemplate requires a request with a body: set method to POST");
        }
        if (!post) {
            return template.fill(request.values());
        }
        return body == null ? template.json(request.values()) : body.fill(request.values());
    }

    /** The default of nextQuery sends the token as a parameter, which the path does then. */
    private boolean isTokenInPath() {
        return nextLink != null
                && nextLink.hasToken()
                && nextQuery != null
                && nextQuery.names().contains("token");
    }

    @Override
    public void process(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        put(run.pages().next(), run.source(), exchange.getMessage());
    }

    /** Sets the parameters of a request of that source on a message. */
    public void put(PageRequest request, String source, Message message) {
        message.removeHeaders("*");
        String parameters = post || request.link() == null ? parameters(request) : "";
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
        RequestTarget target = link == null
                ? nextLink.first(request.values(), query)
                : nextLink.follow(link, request.values(), source);
        message.setHeader(RequestTarget.HEADER, target.toString());
        // For Camel's messages about the request.
        message.setHeader(Exchange.HTTP_PATH, target.path());
        message.setHeader(Exchange.HTTP_QUERY, target.query());
    }
}
