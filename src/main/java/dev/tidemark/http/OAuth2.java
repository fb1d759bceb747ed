package dev.tidemark.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.text.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by RFC 6749: by client credentials, or by a refresh token. Not thread-safe; guarded by its authenticator's lock.
 */
final class OAuth2 implements TokenAuthenticator.TokenSource {

    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    private static final int LONGEST_SECONDS = 10_000_000;

    private final TokenRequest server;
    private final URI url;
    private final String id;
    private final String secret;
    private final @Nullable String scope;
    private final String keys;
    private final Clock clock;
    private final IssuedTokens issued = new IssuedTokens();
    private final IssuedTokens refreshTokens = new IssuedTokens();
    private @Nullable String refreshToken;
    private boolean inBody;

    OAuth2(TokenRequest server, ClientSettings settings, Clock clock) {
        this.server = server;
        this.url = settings.url("tokenUrl");
        this.id = settings.required("clientId");
        this.secret = settings.required("clientSecret");
        this.scope = settings.find("scope");
        this.refreshToken = settings.find("refreshToken");
        this.keys =
                settings.keys("tokenUrl", "clientId", "clientSecret", refreshToken == null ? "scope" : "refreshToken");
        this.clock = clock;
    }

    @Override
    public Token token() throws IOException {
        HttpPost request = request();
        TokenRequest.Reply reply = server.send(request);
        if (!inBody
                && (reply.status() == 400 || reply.status() == 401)
                && reply.body().contains("invalid_")) {
            // Many servers require the client's name and secret as parameters, without documenting it.
            inBody = true;
            request = request();
            reply = server.send(request);
            inBody = reply.status() < 300;
        }
        JsonNode document = server.document(request, reply, keys);
        String value = document.path("access_token").asText("");
        if (value.isEmpty()) {
            throw new ClientException(server.where(request) + " returned no access_token; check " + keys, null);
        }
        issued.hide(value);
        String further = document.path("refresh_token").asText("");
        if (refreshToken != null && !further.isEmpty() && !further.equals(refreshToken)) {
            refreshTokens.hide(further);
            refreshToken = further;
        }
        return new Token("Bearer " + server.checked(request, value), renewAt(document.path("expires_in")));
    }

    private HttpPost request() {
        List<NameValuePair> form = new ArrayList<>();
        if (refreshToken == null) {
            form.add(new BasicNameValuePair("grant_type", "client_credentials"));
        } else {
            form.add(new BasicNameValuePair("grant_type", "refresh_token"));
            form.add(new BasicNameValuePair("refresh_token", refreshToken));
        }
        if (scope != null) {
            form.add(new BasicNameValuePair("scope", scope));
        }
        HttpPost request = new HttpPost(url);
        request.setHeader("Accept", "application/json");
        if (inBody) {
            form.add(new BasicNameValuePair("client_id", id));
            form.add(new BasicNameValuePair("client_secret", secret));
        } else {
            request.setHeader("Authorization", "Basic " + credentials());
        }
        request.setEntity(new UrlEncodedFormEntity(form, StandardCharsets.UTF_8));
        return request;
    }

    private String credentials() {
        String pair =
                URLEncoder.encode(id, StandardCharsets.UTF_8) + ":" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Secrets.hide(encoded);
        return encoded;
    }

    /** A minute before it expires, or a tenth of its lifetime if that is less. */
    private Instant renewAt(JsonNode expiresIn) {
        int seconds = expiresIn.asInt(0);
        Duration life = seconds <= 0 ? DEFAULT_LIFE : Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS));
        Duration margin = life.dividedBy(10);
        return clock.instant().plus(life).minus(margin.compareTo(MARGIN) < 0 ? margin : MARGIN);
    }
}
