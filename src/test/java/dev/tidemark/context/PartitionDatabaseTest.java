package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that has two databases, and none by the name of the destination. */
class PartitionDatabaseTest {

    private final TestDatabase warehouse = TestDatabase.open();
    private final TestDatabase crm = TestDatabase.open();
    private final PlainContext plain = new PlainContext();
    private final TestApi api = new TestApi(request ->
            TestApi.Response.of(Map.of("data", List.of(Map.of("id", 1, "updatedAt", "2024-01-02T00:00:00Z")))));

    PartitionDatabaseTest() throws Exception {
        Properties properties = new Properties();
        configure(properties, "warehouse", warehouse);
        configure(properties, "crm", crm);
        properties.setProperty("tidemark.state.datasource", "warehouse");
        plain.context().getPropertiesComponent().setOverrideProperties(properties);
    }

    private static void configure(Properties properties, String name, TestDatabase database) {
        String prefix = "tidemark.datasource." + name + ".";
        properties.setProperty(prefix + "url", database.address().url());
        properties.setProperty(prefix + "username", database.address().user());
        properties.setProperty(prefix + "password", database.address().password());
    }

    @AfterEach
    void close() {
        plain.close();
        api.close();
        crm.close();
        warehouse.close();
    }

    private SourceYaml users(String path) {
        return new SourceYaml("timestamp", "users")
                .with("url", api.url(path))
                .with("repeatCount", 1)
                .sink("dataSource", "warehouse");
    }

    @Test
    void withoutAQueryTheSourceNeedsNoDatabaseOfItsOwn() throws Exception {
        plain.start(users("/users").toString());

        assertThat(plain.result().error()).isNull();
    }

    @Test
    void withAQueryAnUnknownDatabasePreventsTheStart() {
        SourceYaml users = users("/teams/{team_id}/users").with("partitionQuery", "select 1 as team_id");

        assertThatThrownBy(() -> plain.start(users.toString()))
                .rootCause()
                .hasMessageContaining("dataSource `destination` is not known");
    }

    @Test
    void theNamedDatabaseIsAsked() throws Exception {
        crm.jdbc().execute("create table team (id int)");
        crm.jdbc().execute("insert into team values (7)");
        plain.start(users("/teams/{team_id}/users")
                .with("partitionQuery", "select id as team_id from team")
                .with("partitionDataSource", "crm")
                .toString());

        assertThat(plain.result().error()).isNull();
        assertThat(api.requests()).extracting(TestApi.Request::path).contains("/teams/7/users");
        assertThat(warehouse.jdbc().queryForObject("select \"team_id\" from \"users\"", Integer.class))
                .isEqualTo(7);
    }

    @Test
    void partitionsThatContradictEachOtherPreventTheStart() {
        SourceYaml users = users("/teams/{team}/users").with("partitions", "taem=1");

        assertThatThrownBy(() -> plain.start(users.toString()))
                .rootCause()
                .hasMessageContaining("url has {team}, which partitions does not have");
    }

    @Test
    void workersWithNothingToDivideInThemPreventTheStart() {
        SourceYaml users = users("/users").with("workers", 8);

        assertThatThrownBy(() -> plain.start(users.toString()))
                .rootCause()
                .hasMessageContaining("workers is 8, and the source reads one list: set window, partitions");
    }
}
