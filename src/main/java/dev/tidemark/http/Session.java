package dev.tidemark.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.JsonPath;
import dev.tidemark.route.yaml.JsonText;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Tokens of an API with its own login: a POST, and a token somewhere in the response. */
final class Session implements TokenAuthenticator.TokenSource {

    private final TokenRequest server;
    private final URI url;
    private final String body;
    private final String prefix;
    private final JsonPath path;
    private final String keys;
    private final IssuedTokens issued = new IssuedTokens();

    Session(TokenRequest server, ClientSettings settings) {
        this.server = server;
        this.url = settings.url("loginUrl");
        this.body = settings.loginBody();
        this.path = settings.path("tokenPath", "token");
        String word = settings.find("tokenPrefix");
        this.prefix = word == null ? "Bearer " : word.isBlank() ? "" : word.strip() + " ";
        this.keys = settings.keys("loginUrl", "loginBody", "tokenPath");
    }

    @Override
    public Token token() throws IOException {
        HttpPost request = new HttpPost(url);
        request.setHeader("Accept", "application/json");
        boolean json = JsonText.begins(body);
        request.setEntity(
                new StringEntity(body, json ? ContentType.APPLICATION_JSON : ContentType.APPLICATION_FORM_URLENCODED));
        JsonNode found = path.in(server.document(request, server.send(request), keys));
        String token = found.isValueNode() ? found.asText("") : "";
        if (token.isEmpty()) {
            throw new ClientException(
                    server.where(request) + " returned no token at `" + path.text() + "`; check " + keys, null);
        }
        issued.hide(token);
        // Its lifetime is unknown: it is used until it is rejected.
        return new Token(prefix + server.checked(request, token), Instant.MAX);
    }
}
