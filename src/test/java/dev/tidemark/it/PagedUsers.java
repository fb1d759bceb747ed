package dev.tidemark.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An API that serves users in pages: those last changed at an instant or later. It counts its requests. */
final class PagedUsers implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<User> users;
    private final int pageSize;
    private final FakeApi api;

    /** @param users in the order of their last change */
    PagedUsers(List<User> users, int pageSize) throws IOException {
        this.users = users;
        this.pageSize = pageSize;
        this.api = new FakeApi(
                exchange -> FakeApi.respond(exchange, 200, "application/json", page(exchange.getRequestURI())));
    }

    /** The source that reads it. */
    UserSource source(String name) {
        return UserSource.of(name, api.url())
                .with("boundary", "inclusive")
                .with("pageSize", Integer.toString(pageSize));
    }

    int requests() {
        return api.queries().size();
    }

    private String page(URI request) throws JsonProcessingException {
        Instant since = Instant.parse(request.getQuery().substring("since=".length()));
        return MAPPER.writeValueAsString(Map.of(
                "data",
                users.stream()
                        .filter(user -> !user.updatedAt().isBefore(since))
                        .limit(pageSize)
                        .map(PagedUsers::json)
                        .toList()));
    }

    private static Map<String, String> json(User user) {
        return Map.of(
                "id", user.id(),
                "name", user.name(),
                "email", user.email(),
                "address", user.address(),
                "company", user.company(),
                "job", user.job(),
                "updatedAt", user.updatedAt().toString(),
                "createdAt", user.createdAt().toString());
    }

    @Override
    public void close() {
        api.close();
    }
}
