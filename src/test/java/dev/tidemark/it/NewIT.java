package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code new}, as the packaged program has it. */
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

        assertThat(users.out()).contains("config/application.properties does not exist yet; create it");
        assertThat(wrong.err()).contains("`pageSize`").doesNotContain("tidemark.datasource");
        assertThat(named.err()).contains("nowhere.properties: file not found");
        assertThat(workplace.path("routes").toFile().list()).containsExactlyInAnyOrder("users.yaml", "orders.yaml");
        assertThat(workplace.run("check").expect(2).err()).startsWith("config/application.properties: file not found");
        workplace
                .set("tidemark.client.crm.auth", "none")
                .set("tidemark.datasource.shop.url", "jdbc:h2:./data/shop")
                .run("check")
                .expect(0);
    }
}
