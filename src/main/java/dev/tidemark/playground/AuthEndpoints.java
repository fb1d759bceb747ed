package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** {@code /auth/*}: the same users behind each authentication method. */
final class AuthEndpoints {

    private static final int RECORDS = 20;
    private final Users users;
    private final Credentials credentials;
    private final Sessions sessions;

    AuthEndpoints(Users users, Credentials credentials, Sessions sessions) {
        this.users = users;
        this.credentials = credentials;
        this.sessions = sessions;
    }

    List<Route> routes() {
        String basic = Base64.getEncoder()
                .encodeToString(
                        (credentials.username() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8));
        return List.of(
                guarded("/auth/http_basic", "Basic", basic::equals),
                guarded("/auth/http_bearer", "Bearer", credentials.bearerToken()::equals),
                guarded("/auth/api_key", "apiKey", credentials.apiKey()::equals),
                guarded("/auth/session_token/data", "Token", sessions::isOpen),
                Route.post("/auth/session_token/login", this::login));
    }

    private Route guarded(String path, String scheme, Predicate<String> accepted) {
        return Route.get(path, new Login(scheme, accepted).guard(call -> someUsers()));
    }

    private Response login(Call call) throws IOException {
        JsonNode body = parse(call.body());
        if (!body.path("username").asText().equals(credentials.username())
                || !body.path("password").asText().equals(credentials.password())) {
            throw new Login("Token", sessions::isOpen).refusal("wrong username or password");
        }
        String token = sessions.open();
        return json -> {
            json.writeStartObject();
            json.writeStringField("token", token);
            json.writeEndObject();
        };
    }

    private Response someUsers() {
        UserSnapshot snapshot = users.snapshot();
        return json -> {
            json.writeStartObject();
            new UserJson(users.text(), snapshot, json).writeData(0, Math.min(RECORDS, snapshot.size()));
            json.writeEndObject();
        };
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return Json.PLAIN.readTree(body);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("the body must be JSON such as {\"username\": \"...\", \"password\": \"...\"}");
        }
    }
}
