package dev.tidemark.http;

import dev.tidemark.sync.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/** Says why a request of a profile has no answer: who did not give one, how long that was waited for, and which key says so. */
final class RequestErrors {

    /** What Java says when an answer begins as no TLS does. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    private final ClientSettings settings;
    private final Duration connect;
    private final Duration response;
    private final @Nullable HttpHost proxy;

    RequestErrors(ClientSettings settings, Duration connect, Duration response, @Nullable HttpHost proxy) {
        this.settings = settings;
        this.connect = connect;
        this.response = response;
        this.proxy = proxy;
    }

    /** Where a request goes, without its query, which may hold secrets. */
    static String address(HttpRequest request) {
        String path = request.getPath() == null ? "" : request.getPath().replaceFirst("\\?.*", "");
        return request.getScheme() + "://" + request.getAuthority() + path;
    }

    /** The request was cancelled by its deadline. The cause is left out: it tells of the cancelling only. */
    ClientException late(String who, Duration deadline) {
        return new ClientException(
                "the answer of " + who + " was not complete after " + limit("deadline", deadline)
                        + "; ask for smaller pages, or allow more time",
                null);
    }

    /** The login was not accepted. */
    ClientException refused(HttpRequest request, boolean renewed) {
        String auth = settings.find("auth");
        boolean none = auth == null || auth.equals("none");
        return new ClientException(
                "the API answered 401 to " + address(request) + ": it "
                        + (none ? "wants a login, and " : "does not accept the login of ")
                        + settings.client() + (none ? " has none" : " (auth=" + auth + ")")
                        + (renewed ? ", not with a new token either" : "") + "; check the source's client and "
                        + settings.keys(none ? "auth" : "*"),
                null);
    }

    /** In words that name the key, where there is one; else as it was thrown. */
    IOException told(String who, IOException e) {
        boolean unreachable = e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException;
        if (e instanceof ConnectTimeoutException) {
            return new ClientException(
                    peer(who) + " accepted no connection within " + limit("connectTimeout", connect), null);
        }
        if (e instanceof SocketTimeoutException) {
            return new ClientException(who + " sent nothing for " + limit("responseTimeout", response), null);
        }
        if (e instanceof SSLException && String.valueOf(e.getMessage()).contains(NO_TLS)) {
            return new ClientException(
                    who + " does not speak TLS there; write http:// if that is meant, or give the port of its https",
                    null);
        }
        if (e instanceof MessageConstraintException) {
            return new ClientException(who + " sent headers that do not end: " + Failure.innermost(e), null);
        }
        if (unreachable && proxy != null) {
            return new ClientException("cannot reach " + peer(who) + ": " + Failure.innermost(e), null);
        }
        return e;
    }

    /**
     * What a proxy answers for itself is not the answer of whom it was to be passed on to.
     *
     * @throws ServerBusyException when it may let the request through later
     * @throws ClientException when it will not
     */
    void refuseProxys(String who, HttpRequest request, int status, HttpClientContext context) throws IOException {
        boolean beforeTheTunnel = "https".equalsIgnoreCase(request.getScheme()) && context.getSSLSession() == null;
        if (proxy != null && (status == 407 || (status >= 300 && beforeTheTunnel))) {
            String refused = peer(who) + " refused with " + status + " to pass a request on to " + who
                    + (status == 407 ? "; a proxy that wants a login is not supported" : "");
            throw Retries.isPassing(status) ? new ServerBusyException(refused) : new ClientException(refused, null);
        }
    }

    /** Who is connected to. */
    private String peer(String who) {
        return proxy == null ? who : "the proxy " + proxy.toURI() + " (" + settings.keys("proxy") + ")";
    }

    private String limit(String key, Duration value) {
        long millis = value.toMillis();
        String text = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
        return key + " (" + text + ", " + settings.keys(key) + ")";
    }
}
