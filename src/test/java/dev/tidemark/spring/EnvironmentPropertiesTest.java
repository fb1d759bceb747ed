package dev.tidemark.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class EnvironmentPropertiesTest {

    @Test
    void aSyncRunsByThePropertiesOfSpringsEnvironmentAlone() throws Exception {
        try (TestDatabase database = TestDatabase.open();
                TestApi api = new TestApi(request -> TestApi.Response.of(
                        Map.of("data", List.of(Map.of("id", 1, "updatedAt", "2024-01-02T00:00:00Z")))));
                PlainContext plain = new PlainContext()) {
            StandardEnvironment environment = new StandardEnvironment();
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "application",
                            Map.of(
                                    "database", database.address().url(),
                                    "tidemark.datasource.destination.url", "${database}",
                                    "tidemark.datasource.destination.username",
                                            database.address().user(),
                                    "tidemark.client.default.userAgent", "of the environment",
                                    "camel.kamelet.incremental-timestamp-source.source.source", "users",
                                    "camel.kamelet.incremental-timestamp-source.source.url", api.url("/users"),
                                    "camel.kamelet.incremental-timestamp-source.source.repeatCount", "1",
                                    "camel.kamelet.jdbc-upsert-sink.sink.table", "users")));
            plain.context().getRegistry().bind("properties-of-spring", new EnvironmentProperties(environment));
            plain.start("- route: {id: users, from: {uri: kamelet:incremental-timestamp-source/source,"
                    + " steps: [{to: {uri: kamelet:jdbc-upsert-sink/sink}}]}}");

            assertThat(plain.result().error()).isNull();
            assertThat(database.count("\"users\"")).isEqualTo(1);
            assertThat(api.requests().get(0).header("User-Agent")).isEqualTo("of the environment");
        }
    }
}
