package dev.tidemark.strategy;

/** The Kamelet parameters that hold the placeholders of requests to an API. */
public abstract class RequestStrategy extends CursorStrategy {

    private String url = "";
    private String query = "{cursor}";
    private String bodyTemplate = "";

    /** The address, whose path may have placeholders. */
    public void setUrl(String url) {
        this.url = url;
    }

    /** The request's parameters. Without {@code {cursor}} the API has no cursor filter. */
    public void setQuery(String query) {
        this.query = query;
    }

    /** The request's body, where it has the parameters instead of {@code query}; otherwise empty. */
    public void setBodyTemplate(String bodyTemplate) {
        this.bodyTemplate = bodyTemplate;
    }

    protected String bodyTemplate() {
        return bodyTemplate;
    }

    /** The parameter that holds the placeholders of parameters, for messages. */
    protected String templateName() {
        return bodyTemplate.isEmpty() ? "query" : "bodyTemplate";
    }

    /** The placeholders of parameters. */
    protected String template() {
        return bodyTemplate.isEmpty() ? query : bodyTemplate;
    }

    /** Whether a request contains a placeholder, such as {@code {cursor}}. */
    protected boolean isInRequest(String name) {
        return template().contains(name) || url.contains(name);
    }

    /** @throws IllegalArgumentException when the path sends a token, which responses of this strategy do not have */
    protected void requireNoToken() {
        if (url.contains("{token}")) {
            throw new IllegalArgumentException(
                    "url has {token} in its path, which only the strategy keyset sends; use that, or remove it");
        }
    }
}
