package dev.tidemark.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** How a client authenticates its requests. */
interface Authenticator {

    /** Needs no credentials, or uses a client certificate. */
    Authenticator NONE = request -> {};

    /** Adds the credentials to a request. */
    void sign(ClassicHttpRequest request) throws IOException;

    /** Adds new credentials that no other request gets, so that no other request can use them up first. */
    default void signExclusively(ClassicHttpRequest request) throws IOException {
        sign(request);
    }

    /** What a 401 response means for the credentials. */
    enum Refusal {
        /** There are no other credentials. */
        FINAL,
        /** No other request used the credentials: new ones will probably be rejected too. */
        FRESH,
        /** Other requests used or renewed them: these may have invalidated the credentials. */
        SPENT
    }

    /**
     * Called when the server rejected the credentials of this request; the next request gets newer ones, if there are any.
     */
    default Refusal refused(ClassicHttpRequest request) throws IOException {
        return Refusal.FINAL;
    }

    /** Sets the same header on each request. */
    static Authenticator header(String name, String value) {
        return request -> request.setHeader(name, value);
    }

    /** Adds a parameter to each request's address, hidden from logs. */
    static Authenticator parameter(String name, String value) {
        String pair = encoded(name) + "=" + encoded(value);
        return request -> {
            String path = request.getPath();
            request.setPath(path + (path.contains("?") ? "&" : "?") + pair);
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
