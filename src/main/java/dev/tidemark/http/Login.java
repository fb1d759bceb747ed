package dev.tidemark.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** How a client proves who it is. */
interface Login {

    /** Needs no proof, or proves it by its certificate. */
    Login NONE = request -> {};

    /** Puts the proof on a request. */
    void sign(ClassicHttpRequest request) throws IOException;

    /**
     * The server did not take the proof that stands on this request. Tells whether there may be a newer one to try.
     */
    default boolean renew(ClassicHttpRequest refused) throws IOException {
        return false;
    }

    /** The same header on each request. */
    static Login header(String name, String value) {
        return request -> request.setHeader(name, value);
    }

    /** A parameter more in each request's address, which no log sees. */
    static Login parameter(String name, String value) {
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
