package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The Kamelets in a context that nothing of the program has prepared: properties and the class path are all there is. */
class KameletBeansTest {

    private static final Map<String, Object> RECORD =
            Map.of("id", "1", "name", "Ada", "updatedAt", "2024-01-01T00:00:00Z");

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
    private final PlainContext plain = new PlainContext();
    private final CamelContext context = plain.context();

    @AfterEach
    void close() {
        plain.close();
        database.execute("shutdown");
    }

    @Test
    void aSourceOfAnApiRunsFromPropertiesAlone() throws Exception {
        try (TestApi api = new TestApi(request -> TestApi.Response.of(Map.of("data", List.of(RECORD))))) {
            start(
                    Map.of("tidemark.datasource.destination.url", "{{database}}", "database", url),
                    new SourceYaml("timestamp", "users").with("url", api.url("/users")));
            assertThat(result().error()).isNull();
            assertThat(database.queryForObject("select \"name\" from \"users\"", String.class))
                    .isEqualTo("Ada");
            assertThat(database.queryForObject("select source from tidemark_state", String.class))
                    .isEqualTo("users");
            assertThat(context.getComponent("http", HttpComponent.class).isAutomaticRetriesDisabled())
                    .as("the application's own component")
                    .isFalse();
        }
    }

    /** These were the names of beans in the Kamelets' templates. */
    @ParameterizedTest
    @ValueSource(strings = {"sink", "source", "sync", "strategy", "http", "request", "page", "binder", "query", "rows"})
    void idsAndTablesMayHaveAnyName(String name) throws Exception {
        try (TestApi api = new TestApi(request -> TestApi.Response.of(Map.of("data", List.of(RECORD))))) {
            context.getPropertiesComponent()
                    .setInitialProperties(properties(Map.of("tidemark.datasource.destination.url", url)));
            plain.start(
                    """
                    - route:
                        id: mine
                        from:
                          uri: kamelet:incremental-timestamp-source/%1$s
                          parameters: {source: %1$s, url: "%2$s"}
                          steps:
                            - to: {uri: kamelet:jdbc-upsert-sink/to-%1$s, parameters: {table: %1$s}}
                    - route:
                        from:
                          uri: direct:in
                          steps:
                            - to: {uri: kamelet:jdbc-upsert-sink/also-%1$s, parameters: {table: other}}
                    """
                            .formatted(name, api.url("/users")));
            assertThat(result().error()).isNull();
        }
    }

    @Test
    void linksAreFollowed() throws Exception {
        try (TestApi api = new TestApi(request -> TestApi.Response.of(
                request.query().contains("page=2")
                        ? Map.of("data", List.of(Map.of("id", "2", "updatedAt", "2024-01-02T00:00:00Z")))
                        : Map.of("data", List.of(RECORD), "next_page_url", "?page=2")))) {
            start(
                    Map.of("tidemark.datasource.destination.url", url),
                    new SourceYaml("next-url", "users").with("url", api.url("/users")));
            assertThat(result().error()).isNull();
            assertThat(database.queryForObject("select count(*) from \"users\"", Long.class))
                    .isEqualTo(2);
        }
    }

    @Test
    void aSourceOfADatabaseRunsFromPropertiesAlone() throws Exception {
        database.execute("create table origin (id int primary key, updated_at timestamp with time zone)");
        database.update("insert into origin values (1, timestamp with time zone '2024-05-01 00:00:00Z')");
        start(
                Map.of("tidemark.datasource.destination.url", url, "tidemark.datasource.warehouse.url", url),
                new SourceYaml("key-based", "copy")
                        .with("dataSource", "warehouse")
                        .with("table", "ORIGIN")
                        .with("keyField", "ID")
                        .with("cursorField", "UPDATED_AT")
                        .sink("primaryKey", "ID"));
        assertThat(result().error()).isNull();
        assertThat(database.queryForObject("select count(*) from \"copy\"", Long.class))
                .isEqualTo(1);
    }

    @Test
    void whatIsWrongStopsTheStart() {
        assertThatThrownBy(() -> start(
                        Map.of(
                                "tidemark.datasource.destination.url",
                                url,
                                "tidemark.datasource.destination.poolSize",
                                "many",
                                "tidemark.history.keep",
                                "all",
                                "tidemark.cluster",
                                "nomad"),
                        new SourceYaml("timestamp", "users").with("url", "http://127.0.0.1:1")))
                .hasStackTraceContaining("poolSize is `many`")
                .hasStackTraceContaining("tidemark.history.keep is `all`")
                .hasStackTraceContaining("`nomad`");
        assertThat(context.isStarted()).isFalse();
    }

    @Test
    void asManySyncsAreKeptAsTheConfigurationSays() throws Exception {
        try (TestApi api = new TestApi(request -> TestApi.Response.of(Map.of("data", List.of(RECORD))))) {
            start(
                    Map.of("tidemark.datasource.destination.url", url, "tidemark.history.keep", "1"),
                    new SourceYaml("timestamp", "users")
                            .with("url", api.url("/users"))
                            .with("period", "50ms")
                            .with("repeatCount", 3));
            for (int sync = 1; sync <= 3; sync++) {
                assertThat(result().error()).isNull();
            }
            Eventually.await("one sync is kept", Duration.ofMinutes(1), () -> List.of(1L)
                    .equals(database.queryForList("select count(*) from tidemark_syncs", Long.class)));
        }
    }

    @Test
    void aSecretInALoginsBodyMayHoldAQuote() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        try (TestApi api = new TestApi(request -> {
            if (request.path().equals("/login")) {
                bodies.add(request.body());
                return TestApi.Response.of(Map.of("token", "s9-abcdef"));
            }
            return TestApi.Response.of(Map.of("data", List.of(RECORD)));
        })) {
            start(
                    Map.of(
                            "tidemark.datasource.destination.url",
                            url,
                            "tidemark.client.default.auth",
                            "session",
                            "tidemark.client.default.loginUrl",
                            api.url("/login"),
                            "tidemark.client.default.loginBody",
                            "{\"user\": {\"password\": \"{{my.password}}\"}}",
                            "my.password",
                            "a\"c"),
                    new SourceYaml("timestamp", "users").with("url", api.url("/users")));
            assertThat(result().error()).isNull();
            assertThat(bodies).containsExactly("{\"user\":{\"password\":\"a\\\"c\"}}");
        }
    }

    @Test
    void aSecretUnderTheWrongKeyIsNotShown() {
        assertThatThrownBy(() -> start(
                        Map.of(
                                "tidemark.datasource.destination.url",
                                url,
                                "tidemark.client.default.auth",
                                "{{my.token}}",
                                "my.token",
                                "canary-81"),
                        new SourceYaml("timestamp", "users").with("url", "http://127.0.0.1:1")))
                .hasStackTraceContaining("tidemark.client.default.auth is `{{my.token}}`")
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("canary"));
    }

    @Test
    void aContextWithoutOurPropertiesIsNotChanged() {
        context.start();
        assertThat(context.getRegistry().lookupByName("tidemark-state")).isNull();
    }

    private void start(Map<String, String> properties, SourceYaml source) throws Exception {
        context.getPropertiesComponent().setInitialProperties(properties(properties));
        plain.start(source.toString());
    }

    private static Properties properties(Map<String, String> properties) {
        Properties all = new Properties();
        Routes.syncs(all, 1);
        all.setProperty("tidemark.datasource.destination.username", "sa");
        if (properties.containsKey("tidemark.datasource.warehouse.url")) {
            all.setProperty("tidemark.datasource.warehouse.username", "sa");
        }
        all.putAll(properties);
        return all;
    }

    private SyncResult result() throws InterruptedException {
        return plain.result();
    }
}
