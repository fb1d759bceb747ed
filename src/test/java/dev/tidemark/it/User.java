package dev.tidemark.it;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A user, wherever it was read. */
record User(
        String id,
        String name,
        String email,
        String address,
        String company,
        String job,
        Instant updatedAt,
        Instant createdAt) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** All that the API serves now, in the order of their last change. */
    static List<User> all(Playground api) throws IOException, InterruptedException {
        URI uri = URI.create(api.url() + "/incremental/timestamp?since=0001-01-01T00:00:00Z");
        List<User> users = new ArrayList<>();
        try (InputStream body = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream())
                        .body();
                JsonParser parser = MAPPER.createParser(body)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                // Continues with the records.
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                users.add(of(MAPPER.<JsonNode>readTree(parser)));
            }
        }
        return users;
    }

    static User of(ResultSet row) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("address"),
                row.getString("company"),
                row.getString("job"),
                row.getObject("updatedAt", OffsetDateTime.class).toInstant(),
                row.getObject("createdAt", OffsetDateTime.class).toInstant());
    }

    private static User of(JsonNode json) {
        return new User(
                json.get("id").textValue(),
                json.get("name").textValue(),
                json.get("email").textValue(),
                json.get("address").textValue(),
                json.get("company").textValue(),
                json.get("job").textValue(),
                Instant.parse(json.get("updatedAt").textValue()),
                Instant.parse(json.get("createdAt").textValue()));
    }
}
