package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {

    private final TestClock clock = new TestClock();
    private final Playground playground = Playgrounds.start(Playgrounds.OPTIONS, clock);
    private final Client client = new Client(playground);

    @AfterEach
    void stop() {
        playground.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/auth/http_basic, Basic YW5uOnAgdzpk",
        "/auth/http_bearer, Bearer bearer-1",
        "/auth/api_key, apiKey key-1",
    })
    void theRightCredentialsGiveTwentyUsersAndOthersA401(String path, String authorization) throws Exception {
        assertThat(client.get(path, "Authorization", authorization).data()).hasSize(20);
        assertThat(client.get(path, "Authorization", authorization + "x").status())
                .isEqualTo(401);
        Client.Reply missing = client.get(path);
        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.error()).doesNotContain("bearer-1", "key-1");
        assertThat(missing.header("WWW-Authenticate")).isNotEmpty();
    }

    @Test
    void aSessionLastsAnHour() throws Exception {
        String token = client.post("/auth/session_token/login", "{\"username\": \"ann\", \"password\": \"p w:d\"}")
                .json()
                .path("token")
                .asText();
        clock.advance(Duration.ofMinutes(59));
        assertThat(dataWith(token).data()).hasSize(20);
        clock.advance(Duration.ofMinutes(1));
        assertThat(dataWith(token).status()).isEqualTo(401);
    }

    private Client.Reply dataWith(String token) throws Exception {
        return client.get("/auth/session_token/data", "Authorization", "Token " + token);
    }

    @Test
    void everyLoginOpensItsOwnSession() throws Exception {
        String login = "{\"username\": \"ann\", \"password\": \"p w:d\"}";
        assertThat(client.post("/auth/session_token/login", login).text())
                .isNotEqualTo(client.post("/auth/session_token/login", login).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"username\": \"ann\", \"password\": \"other\"}", ""})
    void aWrongLoginIsA401(String body) throws Exception {
        assertThat(client.post("/auth/session_token/login", body).status()).isEqualTo(401);
    }

    @Test
    void aLoginThatIsNotJsonIsA400() throws Exception {
        assertThat(client.post("/auth/session_token/login", "username=ann").status())
                .isEqualTo(400);
    }

    @Test
    void aVeryLargeLoginIsA413() throws Exception {
        assertThat(client.post("/auth/session_token/login", "x".repeat(70_000)).status())
                .isEqualTo(413);
    }

    @Test
    void withoutGivenCredentialsTheSeedMakesThem() throws Exception {
        try (Playground other = Playground.start(Playgrounds.OPTIONS)) {
            Credentials made = other.credentials();
            assertThat(made).isEqualTo(Credentials.generate(Playgrounds.OPTIONS.seed()));
            String basic = Base64.getEncoder()
                    .encodeToString((made.username() + ":" + made.password()).getBytes(StandardCharsets.UTF_8));
            assertThat(new Client(other)
                            .get("/auth/http_basic", "Authorization", "Basic " + basic)
                            .status())
                    .isEqualTo(200);
        }
    }
}
