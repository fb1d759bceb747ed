package dev.tidemark.http;

import dev.tidemark.text.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A client profile: one login, one rate limit and one connection pool for all sources that name it. Opens no connection
 * before it is used.
 */
public final class Client implements AutoCloseable {

    private static final int CONNECTIONS = 100;
    private static final long GIGABYTE = 1L << 30;
    private static final int LONGEST_HEADER = 256 * 1024;
    private static final int MOST_HEADERS = 1000;
    private static final List<String> SECRET_KEYS = List.of(
            "password", "token", "apiKey", "clientSecret", "refreshToken", "keyStorePassword", "trustStorePassword");
    private static final List<String> PLAIN_HEADERS =
            List.of("Accept", "Accept-Language", "Content-Type", "User-Agent");

    private final PoolingHttpClientConnectionManager connections;
    private final RequestConfig config;
    private final @Nullable HttpHost proxy;
    private final String userAgent;
    private final @Nullable CookieStore cookies;
    private final Stop stop = new Stop();
    private final RequestExecutor attempts;

    private Client(String name, ClientSettings settings, Clock clock) {
        String auth = settings.auth();
        hideSecrets(settings);
        Duration connect = settings.duration("connectTimeout", Duration.ofSeconds(10));
        Duration response = settings.duration("responseTimeout", Duration.ofSeconds(60));
        Duration deadline = settings.duration("deadline", Duration.ofMinutes(10));
        Duration maxWait = settings.duration("maxWait", Duration.ofMinutes(5));
        int most = settings.number("maxConcurrent", CONNECTIONS, 1, 10_000);
        this.proxy = proxy(settings);
        this.userAgent = settings.header(
                "userAgent", settings.find("userAgent") == null ? "Tidemark" : settings.required("userAgent"));
        this.cookies = settings.flag("cookies") ? new BasicCookieStore() : null;
        SSLContext tls = Certificates.context(settings, auth.equals("mtls"));
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_HEADER)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .build())
                        .build())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connect))
                        .setSocketTimeout(Timeout.of(response))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(response))
                        .build())
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .build();
        this.config = RequestConfig.custom()
                // The deadline ends this wait, with a clearer message.
                .setConnectionRequestTimeout(Timeout.of(deadline.plusMinutes(1)))
                .setResponseTimeout(Timeout.of(response))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .build();
        HttpClientBuilder plain = HttpClientBuilder.create();
        common(plain);
        RequestErrors errors = new RequestErrors(settings, connect, response, proxy);
        TokenRequest server = new TokenRequest(name, plain.build(), connect.plus(response), errors);
        this.attempts = new RequestExecutor(
                settings.headers(),
                login(auth, settings, server, clock),
                new RequestThrottle(name, settings.rate("rateLimit"), maxWait, stop, clock),
                new RequestExecutor.Limits(
                        new Retries(
                                settings.number("maxRetries", 5, 0, 100),
                                settings.duration("retryDelay", Duration.ofMillis(500))),
                        deadline,
                        settings.bytes("maxResponseBytes", GIGABYTE)),
                errors,
                stop,
                clock);
    }

    /**
     * Creates the profile of that name.
     *
     * @param values its settings by their last names
     * @throws IllegalArgumentException when a setting is missing, unknown or wrong
     */
    static Client of(String name, Map<String, String> values, Clock clock) {
        return new Client(name, new ClientSettings(name, values), clock);
    }

    /** Creates a client of this profile for a source. */
    void configure(HttpClientBuilder builder, String source, RequestListener listener) {
        common(builder);
        builder.addExecInterceptorFirst(
                "tidemark",
                (request, scope, chain) ->
                        attempts.execute(RequestTarget.restored(request), scope, chain, source, listener));
    }

    /** Ends all waits and requests at once, and prevents new ones. */
    void stop() {
        stop.now();
        connections.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() {
        stop();
    }

    private void common(HttpClientBuilder builder) {
        builder.setConnectionManager(connections)
                .setConnectionManagerShared(true)
                .setDefaultRequestConfig(config)
                .setUserAgent(userAgent)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableAuthCaching();
        if (cookies == null) {
            builder.disableCookieManagement();
        } else {
            builder.setDefaultCookieStore(cookies);
        }
        if (proxy != null) {
            builder.setProxy(proxy);
        }
    }

    private static Authenticator login(String auth, ClientSettings settings, TokenRequest server, Clock clock) {
        return switch (auth) {
            case "basic" -> {
                String pair = settings.required("username") + ":" + settings.required("password");
                String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                Secrets.hide(encoded);
                yield Authenticator.header(settings.loginHeader("Authorization"), "Basic " + encoded);
            }
            case "bearer" ->
                Authenticator.header(settings.loginHeader("Authorization"), "Bearer " + secret(settings, "token"));
            case "api-key" -> apiKey(settings);
            case "oauth2" ->
                new TokenAuthenticator(
                        settings.loginHeader("Authorization"), new OAuth2(server, settings, clock), clock);
            case "session" -> {
                String header = settings.find("tokenHeader");
                yield new TokenAuthenticator(
                        settings.loginHeader(header == null ? "Authorization" : header),
                        new Session(server, settings),
                        clock);
            }
            default -> Authenticator.NONE;
        };
    }

    private static Authenticator apiKey(ClientSettings settings) {
        String header = settings.find("apiKeyHeader");
        String parameter = settings.find("apiKeyParam");
        if (header != null && parameter != null) {
            throw settings.wrong("apiKeyParam", "conflicts with apiKeyHeader; remove one of the two");
        }
        if (parameter != null) {
            return Authenticator.parameter(parameter, secret(settings, "apiKey"));
        }
        return Authenticator.header(
                settings.loginHeader(settings.required("apiKeyHeader")), secret(settings, "apiKey"));
    }

    private static String secret(ClientSettings settings, String key) {
        return settings.header(key, settings.required(key));
    }

    private static @Nullable HttpHost proxy(ClientSettings settings) {
        if (settings.find("proxy") == null) {
            return null;
        }
        URI uri = settings.url("proxy");
        return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    }

    private static void hideSecrets(ClientSettings settings) {
        for (String key : SECRET_KEYS) {
            String value = settings.find(key);
            if (value != null) {
                Secrets.hide(value);
            }
        }
        settings.loginSecrets().forEach(Secrets::hide);
        String apiKey = settings.find("apiKey");
        if (apiKey != null) {
            hideLastWord(apiKey);
        }
        settings.headers().forEach((name, value) -> {
            if (PLAIN_HEADERS.stream().noneMatch(name::equalsIgnoreCase)) {
                Secrets.hide(value);
                hideLastWord(value);
            }
        });
    }

    /** A server may send back the key without its prefix. */
    private static void hideLastWord(String value) {
        Secrets.hide(value.substring(value.stripTrailing().lastIndexOf(' ') + 1));
    }
}
