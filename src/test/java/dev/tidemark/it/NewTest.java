package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code new}. */
final class NewTest {

    private static final String URL = "https://api.example.com/users";

    private Workplace workplace;

    @BeforeEach
    void empty(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
    }

    @Test
    void everyStrategyGetsAFileThatPassesTheCheck() throws Exception {
        for (String strategy :
                new String[] {"keyset", "next-url", "offset", "page-number", "replay", "step-size", "timestamp"}) {
            workplace
                    .call("new", "of-" + strategy, "--strategy", strategy, "--url", URL)
                    .expect(0);
        }
        workplace
                .call(
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

        assertThat(workplace.call("check").expect(0).out()).contains("8 sources");
    }

    @Test
    void aConfigurationFromElsewhereIsTaken(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("configuration.json");
        Files.writeString(
                file,
                "{\"strategy\":\"step_size\",\"base_url\":\"" + URL
                        + "\",\"initial_id\":5,\"step_size\":250,\"max_id\":null}");

        workplace.call("new", "users", "--from", file.toString()).expect(0);

        assertThat(Files.readString(workplace.path("routes/users.yaml")))
                .contains("incremental-step-size-source", "url: \"" + URL, "initialId: \"5\"", "stepSize: \"250\"")
                .contains("# maxId:");
        workplace.call("check").expect(0);

        Files.writeString(file, "{\"strategy\":\"replay\",\"base_url\":\"" + URL + "\",\"bufer_hours\":2}");
        assertThat(workplace
                        .call("new", "other", "--from", file.toString())
                        .expect(2)
                        .err())
                .contains("`bufer_hours`", "buffer_hours");
        Files.writeString(file, "{\"strategy\":\"replay\",\"base_url\":\"" + URL + "\",\"step_size\":2}");
        assertThat(workplace
                        .call("new", "other", "--from", file.toString())
                        .expect(2)
                        .err())
                .contains("stepSize");
        assertThat(workplace.path("routes/other.yaml")).doesNotExist();
    }

    @Test
    void aTemplateGetsMoreStreamsAndKeepsItsText() throws Exception {
        workplace
                .call("new", "shop", "--template", "--strategy", "timestamp", "--url", URL, "--set", "pageSize=100")
                .expect(0);
        Path file = workplace.path("routes/shop.yaml");
        String before = Files.readString(file);
        Files.writeString(file, before + "# A comment of mine.\n");
        String added = workplace
                .call("new", "orders", "--from-template", "shop", "--table", "an_order", "--set", "period=5m")
                .expect(0)
                .out();

        assertThat(added).contains("./tidemark sync shop-orders --dry-run");
        assertThat(Files.readString(file))
                .startsWith(before + "# A comment of mine.\n")
                .contains("value: \"an_order\"", "pageSize");
        assertThat(workplace.call("status").expect(0).out()).contains("shop-users", "shop-orders");

        workplace.route("others.yaml", SourceKinds.TEMPLATE);
        workplace.set("api", URL);
        workplace.call("new", "deals", "--from-template", "list").expect(0);
        assertThat(workplace.call("check").expect(0).out()).contains("3 sources OK");
        workplace.route(
                "plain.yaml",
                "- routeTemplate: {id: plain, parameters: [{name: stream}],"
                        + " from: {uri: 'timer:x', steps: [{log: {message: '{{stream}}'}}]}}\n");
        workplace.route(
                "timed.yaml",
                SourceKinds.TEMPLATE.replace("id: list", "id: timed").replace("period: 1s", "after: shp-users"));
        String all = Files.readString(file);
        for (String[] command : new String[][] {
            {"orders", "shop", "the source name `shop-orders` is already used by"},
            {
                "more",
                "shp",
                "unknown route template `shp`; did you mean `shop`?; known templates are [list, plain, shop, timed]"
            },
            {"more", "timed", "after `shp-users` is not a source; did you mean `shop-users`?"},
            {"more", "plain", "the template `plain` does not start with kamelet:incremental-...-source"},
            {"more", "shop", "the route template `shop` has no parameter `perid`", "--set", "perid=1h"},
            {"more", "shop", "it must be a duration", "--set", "period=often"}
        }) {
            List<String> arguments = new ArrayList<>(List.of("new", command[0], "--from-template", command[1]));
            arguments.addAll(List.of(command).subList(3, command.length));

            assertThat(workplace
                            .call(arguments.toArray(String[]::new))
                            .expect(2)
                            .err())
                    .contains(command[2]);
        }
        assertThat(Files.readString(file)).isEqualTo(all);
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

            assertThat(workplace.call(arguments).expect(2).err()).contains(command[command.length - 1]);
        }
        assertThat(Files.readString(workplace.path("routes/users.yaml"))).isEqualTo(before);
        assertThat(workplace.path("routes").toFile().list()).containsExactly("users.yaml");
        assertThat(workplace.path("orders.yaml")).doesNotExist();
    }
}
