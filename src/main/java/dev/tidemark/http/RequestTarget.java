package dev.tidemark.http;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * What is requested at the origin of a source's address, exactly as it is sent. It travels past Camel, which would write some
 * of it in its own way, in a header that the client takes off.
 *
 * @param path begins with a slash
 * @param query without its question mark; may be empty
 */
record RequestTarget(String path, String query) {

    static final String HEADER = "Tidemark-Target";

    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** The request as it is to be sent; the same one when it has no target of its own. */
    static ClassicHttpRequest restored(ClassicHttpRequest request) {
        Header target = request.getFirstHeader(HEADER);
        if (target == null) {
            return request;
        }
        ClassicHttpRequest restored = ClassicRequestBuilder.copy(request).build();
        restored.removeHeaders(HEADER);
        restored.setPath(target.getValue());
        return restored;
    }
}
