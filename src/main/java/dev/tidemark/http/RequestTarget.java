package dev.tidemark.http;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * The path and query of a request at the origin of a source's address, exactly as sent. It bypasses Camel, which would
 * re-encode parts of it, in a header that the client removes.
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

    /** The request to send; the same one when it has no target header. */
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
