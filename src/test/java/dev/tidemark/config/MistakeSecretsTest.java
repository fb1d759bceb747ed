package dev.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.ProjectFolder;
import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about a login that was put in the wrong place, or written wrongly: what to do, and never the secret. */
class MistakeSecretsTest {

    private static final String SECRET = "CANARY";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "tidemark.datasource.destination.url", "jdbc:h2:mem:unused",
            "my.secret", "CANARY-VALUE",
            "my.quoted", "CANARY\"}\\"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://h/users?api_key=CANARY | move the parameters to `query`",
                "http://h/users?api_key=CANARY-{{my.unset}} | `my.unset` is not set",
                "http://h/users#access_token=CANARY | remove `#`",
                "reader:CANARY@127.0.0.1:1/users | start it with https://",
                "reader:CANARY@127.0.0.1:1/users | move the login to `tidemark.client.NAME`",
                "reader:CANARY@{{my.unset}} | `my.unset` is not set",
                "http://reader:CANARY@h/users | move the login to `tidemark.client.NAME`",
                "http://reader:CAN/CANARY@127.0.0.1:1/users | move the login to `tidemark.client.NAME`",
                "127.0.0.1:1/users | `127.0.0.1:1/users`: start it with https://",
                "api.example.com | start it with https://",
                "file:/etc/passwd | starts with `file:`: it must be https:// or http://",
                "htp://h/users | starts with `htp:`: it must be https:// or http://",
                "http:// | does not contain a valid host",
                "http://a b/users?q=CANARY | move the parameters to `query`",
                "http://h/a b | Illegal character",
            })
    void ofAnAddressInARoute(String url, String told) throws IOException {
        assertThat(problems(source().with("url", url))).contains(told).doesNotContain(SECRET, "[^/?#");
    }

    @ParameterizedTest
    @CsvSource({
        "auth, which is not one of",
        "rateLimit, 10/s",
        "deadline, 500ms",
        "maxRetries, from 0 to 100",
        "maxResponseBytes, 2GB",
        "trustStore, not a readable file"
    })
    void ofAVariableUnderTheWrongKey(String key, String told) throws IOException {
        settings.put("tidemark.client.c." + key, "{{my.secret}}");

        assertThat(problems(source().with("url", "http://h/users").with("client", "c")))
                .contains("tidemark.client.c." + key, "{{my.secret}}", told)
                .doesNotContain(SECRET, "is not configured");
    }

    @Test
    void ofAVariableUnderTheWrongKeyElsewhere() throws IOException {
        settings.put("tidemark.datasource.destination.poolSize", "{{my.secret}}");
        settings.put("tidemark.state.datasource", "{{my.secret}}");
        settings.put("tidemark.cluster", "{{my.secret}}");
        settings.put("tidemark.history.keep", "{{my.secret}}");

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("poolSize", "none, file or kubernetes")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "client, client",
        "url, url",
        "initialCursor, initialCursor",
        "cursorFormat, cursorFormat",
        "query, query",
        "recordsPath, the path"
    })
    void ofAVariableInTheWrongParameter(String parameter, String told) throws IOException {
        settings.put("my.secret", "CANARY..{VALUE");

        assertThat(problems(source().with("url", "http://h/users").with(parameter, "{{my.secret}}")))
                .contains(told)
                .doesNotContain(SECRET);
    }

    @Test
    void ofADatabasesAddress() throws IOException {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            settings.put("tidemark.datasource.x.url", "jdbc:postgresql://u:CANARY@127.0.0.1/x");

            assertThat(problems(source().with("url", "http://h/users")))
                    .contains("tidemark.datasource.x.url", "does not support this URL", ".username", ".password")
                    .doesNotContain(SECRET, "is missing");
            assertThat(lines).isEmpty();
        } finally {
            root.removeHandler(handler);
        }
    }

    @ParameterizedTest
    @CsvSource({"deadline, 20", "maxWait, 300", "retryDelay, 1"})
    void aDurationWithoutAUnitIsRefused(String key, String value) throws IOException {
        settings.put("tidemark.client.c." + key, value);

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("tidemark.client.c." + key + " is `" + value + "`", "did you mean `" + value + "s`?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{evn:CANARY}} | did you mean `{{env:...}}`?",
                "{{ENV:CANARY}} | did you mean `{{env:...}}`?",
                "{{evn:CANARY:x}} | did you mean `{{env:...}}`?",
                "{{syss:my.CANARY}} | did you mean `{{sys:...}}`?",
                "{{aws:CANARY}} | needs camel-aws-secrets-manager: add its jar, and those that it needs, to lib.d",
                "${CANARY} | `{{env:NAME}}`",
                "Bearer ${env:CANARY} | `{{env:NAME}}`",
                "{env:CANARY} | `{{env:NAME}}`"
            })
    void aPlaceholderThatWouldBeSentIsRefused(String value, String told) throws IOException {
        settings.put("tidemark.client.c.auth", "bearer");
        settings.put("tidemark.client.c.token", value);

        assertThat(problems(source().with("url", "http://h/users").with("client", "c")))
                .contains("tidemark.client.c.token", told)
                .doesNotContain(SECRET)
                .hasLineCount(1);
    }

    @Test
    void aPlaceholderOfAnotherProgramIsRefusedInADatabaseToo() throws IOException {
        settings.put("tidemark.datasource.destination.password", "${CANARY}");

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("tidemark.datasource.destination.password", "`{{env:NAME}}`")
                .doesNotContain(SECRET)
                .hasLineCount(1);
    }

    @Test
    void aMissingVariableIsReportedOnce() throws IOException {
        settings.put("tidemark.client.c.auth", "bearer");
        settings.put("tidemark.client.c.token", "{{env:TIDEMARK_NOT_SET}}");

        assertThat(problems(source().with("url", "http://h/users").with("client", "c")))
                .contains("tidemark.client.c.token", "TIDEMARK_NOT_SET")
                .hasLineCount(1);
    }

    @Test
    void whatIsRightPasses() throws IOException {
        settings.put("tidemark.client.c.auth", "bearer");
        settings.put("tidemark.client.c.token", "{{end:10}}-{{my.secret}}-{x}-$y");
        settings.put("tidemark.client.c.deadline", "20s");
        settings.put("tidemark.client.d.auth", "session");
        settings.put("tidemark.client.d.loginUrl", "https://h/login");
        settings.put("tidemark.client.d.loginBody", "{\"user\": {\"name\": \"me\", \"password\": \"{{my.quoted}}\"}}");

        assertThatCode(() -> Project.read(
                                ProjectFolder.options(
                                        folder,
                                        source().with("url", "http://h/users").with("client", "c"),
                                        settings),
                                Map.of())
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void aValueIsPartOfTheTextOfALoginsBody() throws IOException {
        settings.put("tidemark.client.d.loginBody", "{\"id\": 1.0, \"password\": \"x{{my.quoted}}\"}");

        assertThat(own().get("tidemark.client.d.loginBody"))
                .isEqualTo("{\"id\":1.0,\"password\":\"xCANARY\\\"}\\\\\"}");
    }

    @Test
    void aLoginBodyThatIsNotJsonIsRefused() throws IOException {
        settings.put("tidemark.client.d.auth", "session");
        settings.put("tidemark.client.d.loginUrl", "https://h/login");
        settings.put("tidemark.client.d.loginBody", "{\"password\": {{my.secret}}}");

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("tidemark.client.d.loginBody", "is not JSON", "quote each text")
                .doesNotContain(SECRET)
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "bearer, token, x, Authorization",
        "bearer, token, x, authorization",
        "api-key, apiKey, x, X-Key",
    })
    void aHeaderThatTheLoginSetsIsRefused(String auth, String key, String value, String header) throws IOException {
        settings.put("tidemark.client.c.auth", auth);
        settings.put("tidemark.client.c." + key, value);
        settings.put("tidemark.client.c.headers." + header, "Bearer CANARY");
        if (auth.equals("api-key")) {
            settings.put("tidemark.client.c.apiKeyHeader", "x-key");
        }

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("tidemark.client.c.headers." + header, "auth=" + auth, "remove one of the two")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "file:/CANARY, does not begin with https://",
        "login.example.com/CANARY, does not begin with https://",
        "https://me:CANARY@h/x, contains a user or password",
        "https:///CANARY, has no host",
        "https://h/CANARY x, is not a valid address"
    })
    void ofALoginsAddress(String url, String told) throws IOException {
        settings.put("tidemark.client.c.auth", "oauth2");
        settings.put("tidemark.client.c.tokenUrl", url);
        settings.put("tidemark.client.c.clientId", "me");
        settings.put("tidemark.client.c.clientSecret", "s9-abcd-q7");
        settings.put("tidemark.client.d.auth", "session");
        settings.put("tidemark.client.d.loginUrl", url);
        settings.put("tidemark.client.d.loginBody", "x=1");

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("tidemark.client.c.tokenUrl " + told, "tidemark.client.d.loginUrl " + told)
                .doesNotContain(SECRET)
                .hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query | since={cursor}; api_key=CANARY",
                "nextQuery | access_token=CANARY",
                "bodyTemplate | {\"password\": \"CANARY\"}"
            })
    void ofASecretLeftInARoute(String parameter, String value) throws IOException {
        assertThat(problems(source().with("url", "http://h/users").with(parameter, value)))
                .contains("records.yaml:")
                .contains("move it to the configuration")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: Authorization, constant: Bearer CANARY}",
                "{name: Authorization, simple: Bearer CANARY}",
                "{name: X-Api-Key, constant: {expression: CANARY}}",
                "{name: X-Api-Key, expression: {constant: CANARY}}",
                "{name: Cookie, expression: {simple: {expression: CANARY}}}"
            })
    void ofASecretLeftInAHeader(String header) throws IOException {
        Files.writeString(
                folder.resolve("other.yaml"),
                """
                - route:
                    id: other
                    from:
                      uri: direct:other
                      steps:
                        - setHeader: %s
                """
                        .formatted(header));

        assertThat(problems(source().with("url", "http://h/users")))
                .contains("other.yaml:6", "move it to the configuration")
                .doesNotContain(SECRET)
                .hasLineCount(1);
    }

    private Map<String, String> own() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.properties"), "");
        return Settings.read(empty, settings).own(new ArrayList<>());
    }

    private static SourceYaml source() {
        return new SourceYaml("timestamp", "records");
    }

    private String problems(SourceYaml source) throws IOException {
        return ProjectFolder.refusal(ProjectFolder.options(folder, source, settings));
    }
}
