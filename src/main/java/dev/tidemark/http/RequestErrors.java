package dev.tidemark.http;

import dev.tidemark.sync.Failure;
import dev.tidemark.sync.LoginRefusedException;
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

/** Describes why a request of a profile has no response: the peer, the time waited, and the key of that limit. */
final class RequestErrors {

    /** Java's message for a response that is not TLS. */
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

    /** The request was cancelled by its deadline. The cause is omitted: it only describes the cancellation. */
    ClientException late(String who, Duration deadline) {
        return new ClientException(
                "the response of " + who + " was not complete after " + limit("deadline", deadline)
                        + "; request smaller pages, or increase the deadline",
                null);
    }

    /** The login was not accepted. */
    LoginRefusedException refused(HttpRequest request, boolean renewed) {
        String auth = settings.find("auth");
        boolean none = auth == null || auth.equals("none");
        return new LoginRefusedException("the API responded with 401 to " + address(request) + ": it "
                + (none ? "requires a login, and " : "rejected the login of ")
                + settings.client() + (none ? " has none" : " (auth=" + auth + ")")
                + (renewed ? ", also with a new token" : "") + "; check the source's client and "
                + settings.keys(none ? "auth" : "*"));
    }

    /** A message that names the key, where there is one; otherwise the exception itself. */
    IOException described(String who, IOException e) {
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
                    who + " does not use TLS on that port; write http:// if that is intended, or use its https port",
                    null);
        }
        if (e instanceof MessageConstraintException) {
            return new ClientException(who + " sent headers that exceed a limit: " + Failure.innermost(e), null);
        }
        if (unreachable && proxy != null) {
            return new ClientException("cannot reach " + peer(who) + ": " + Failure.innermost(e), null);
        }
        return e;
    }

    /**
     * Detects a proxy's own error response, which is not the target's response.
     *
     * @throws ServerBusyException when it may forward the request later
     * @throws ClientException when it will not forward it
     */
    void checkProxy(String who, HttpRequest request, int status, HttpClientContext context) throws IOException {
        boolean beforeTheTunnel = "https".equalsIgnoreCase(request.getScheme()) && context.getSSLSession() == null;
        if (proxy != null && (status == 407 || (status >= 300 && beforeTheTunnel))) {
            String refused = peer(who) + " refused with " + status + " to forward a request to " + who
                    + (status == 407 ? "; a proxy that requires a login is not supported" : "");
            throw Retries.isPassing(status) ? new ServerBusyException(refused) : new ClientException(refused, null);
        }
    }

    /** The peer of the connection. */
    private String peer(String who) {
        return proxy == null ? who : "the proxy " + proxy.toURI() + " (" + settings.keys("proxy") + ")";
    }

    private String limit(String key, Duration value) {
        long millis = value.toMillis();
        String text = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
        return key + " (" + text + ", " + settings.keys(key) + ")";
    }
}
