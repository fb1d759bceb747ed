package dev.tidemark.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** How a client proves who it is. */
interface Authenticator {

    /** Needs no proof, or proves it by its certificate. */
    Authenticator NONE = request -> {};

    /** Puts the proof on a request. */
    void sign(ClassicHttpRequest request) throws IOException;

    /** Puts a new proof on a request that no other request gets, so that none can use it up before. */
    default void signAlone(ClassicHttpRequest request) throws IOException {
        sign(request);
    }

    /** What a refusal says about the proof. */
    enum Refusal {
        /** There is no other proof. */
        FINAL,
        /** No other request had the proof: a new one will probably be refused too. */
        FRESH,
        /** Others had it too, or have renewed it: it may have ended by them. */
        SPENT
    }

    /** The server did not take the proof that stands on this request; the next one is signed with a newer one, if there is. */
    default Refusal refused(ClassicHttpRequest request) throws IOException {
        return Refusal.FINAL;
    }

    /** The same header on each request. */
    static Authenticator header(String name, String value) {
        return request -> request.setHeader(name, value);
    }

    /** A parameter more in each request's address, which no log sees. */
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
