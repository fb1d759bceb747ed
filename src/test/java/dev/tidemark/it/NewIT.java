package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code new}. */
final class NewIT {

    private static final String URL = "https://api.example.com/users";

    private Workplace workplace;

    @BeforeEach
    void empty(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
    }

    @Test
    void theFilePassesTheCheckAndSyncs() throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            workplace
                    .run(
                            "new",
                            "users",
                            "--strategy",
                            "timestamp",
                            "--url",
                            api.url() + "/incremental/timestamp",
                            "--table",
                            "user")
                    .expect(0);

            workplace.run("check").expect(0);
            workplace.run("sync").expect(0);
            try (UserTable table = new UserTable(workplace.embedded())) {
                assertThat(table.rows()).isEqualTo(200);
            }
        }
        assertThat(Files.readString(workplace.path("routes/users.yaml")))
                .contains("source: \"users\"", "# boundary: \"exclusive\"", "table: \"user\"", "# chunkSize: \"5000\"")
                .containsPattern("# The name under which the source's state is stored");
    }

    @Test
    void everyStrategyGetsAFileThatPassesTheCheck() throws Exception {
        for (String strategy :
                new String[] {"keyset", "next-url", "offset", "page-number", "replay", "step-size", "timestamp"}) {
            workplace
                    .run("new", "of-" + strategy, "--strategy", strategy, "--url", URL)
                    .expect(0);
        }
        workplace
                .run(
                        "new",
                        "of-table",
                        "--strategy",
                        "key-based",
                        "--set",
                        "dataSource=destination",
                        "--set",
                        "table=x",
                        "--set",
                        "keyField=customer_id",
                        "--table",
                        "y")
                .expect(0);
        assertThat(Files.readString(workplace.path("routes/of-table.yaml")))
                .contains("\n              primaryKey: \"customer_id\"\n");

        assertThat(workplace.run("check").expect(0).out()).contains("8 sources");
    }

    @Test
    void aConfigurationIsNotNeededYet() throws Exception {
        Files.delete(workplace.path("config/application.properties"));

        Ended users = workplace
                .run("new", "users", "--strategy", "timestamp", "--url", URL, "--set", "client=crm")
                .expect(0);
        String[] orders = {"dataSource=shop", "table=x", "keyField=id"};
        workplace
                .run(
                        "new",
                        "orders",
                        "--strategy",
                        "key-based",
                        "--set",
                        orders[0],
                        "--set",
                        orders[1],
                        "--set",
                        orders[2])
                .expect(0);
        Ended wrong = workplace
                .run("new", "wrong", "--strategy", "timestamp", "--url", URL, "--set", "pageSize=ten")
                .expect(2);
        Ended named = workplace
                .run("new", "other", "--strategy", "timestamp", "--url", URL, "--config", "nowhere.properties")
                .expect(2);

        assertThat(users.out()).contains("there is no config/application.properties yet; write one");
        assertThat(wrong.err()).contains("`pageSize`").doesNotContain("tidemark.datasource");
        assertThat(named.err()).contains("nowhere.properties: there is no such file");
        assertThat(workplace.path("routes").toFile().list()).containsExactlyInAnyOrder("users.yaml", "orders.yaml");
        assertThat(workplace.run("check").expect(2).err())
                .startsWith("config/application.properties: there is no such file");
        workplace
                .set("tidemark.client.crm.auth", "none")
                .set("tidemark.datasource.shop.url", "jdbc:h2:./data/shop")
                .run("check")
                .expect(0);
    }

    @Test
    void aConfigurationFromElsewhereIsTaken(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("configuration.json");
        Files.writeString(
                file,
                "{\"strategy\":\"step_size\",\"base_url\":\"" + URL
                        + "\",\"initial_id\":5,\"step_size\":250,\"max_id\":null}");

        workplace.run("new", "users", "--from", file.toString()).expect(0);

        assertThat(Files.readString(workplace.path("routes/users.yaml")))
                .contains("incremental-step-size-source", "url: \"" + URL, "initialId: \"5\"", "stepSize: \"250\"")
                .contains("# maxId:");
        workplace.run("check").expect(0);

        Files.writeString(file, "{\"strategy\":\"replay\",\"base_url\":\"" + URL + "\",\"bufer_hours\":2}");
        assertThat(workplace
                        .run("new", "other", "--from", file.toString())
                        .expect(2)
                        .err())
                .contains("`bufer_hours`", "buffer_hours");
        Files.writeString(file, "{\"strategy\":\"replay\",\"base_url\":\"" + URL + "\",\"step_size\":2}");
        assertThat(workplace
                        .run("new", "other", "--from", file.toString())
                        .expect(2)
                        .err())
                .contains("stepSize");
        assertThat(workplace.path("routes/other.yaml")).doesNotExist();
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsWritten() throws Exception {
        workplace.route("users.yaml", UserSource.of("users", URL).toString());
        String before = Files.readString(workplace.path("routes/users.yaml"));
        for (String[] command : new String[][] {
            {"users", "--strategy", "timestamp", "--url", URL, "already exists"},
            {"orders", "--strategy", "timestmap", "--url", URL, "mean `timestamp`"},
            {"orders", "--url", URL, "--strategy is missing"},
            {"orders", "--strategy", "timestamp", "needs the parameter `url`"},
            {"orders", "--strategy", "timestamp", "--url", "api.example.com", "https://"},
            {"../orders", "--strategy", "timestamp", "--url", URL, "source"},
        }) {
            String[] arguments = new String[command.length];
            arguments[0] = "new";
            System.arraycopy(command, 0, arguments, 1, command.length - 1);

            assertThat(workplace.run(arguments).expect(2).err()).contains(command[command.length - 1]);
        }
        assertThat(Files.readString(workplace.path("routes/users.yaml"))).isEqualTo(before);
        assertThat(workplace.path("routes").toFile().list()).containsExactly("users.yaml");
        assertThat(workplace.path("orders.yaml")).doesNotExist();
    }
}
