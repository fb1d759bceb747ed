package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.TestApi;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams: sources that are made from one template, which contains what they have in common. */
final class StreamsTest {

    private Workplace workplace;

    @BeforeEach
    void empty(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
    }

    @Test
    void anOptionalParameterWithoutAValueChangesNoOther() throws Exception {
        try (FakeApi responses = FakeApi.responding(200, "application/json", "{\"data\":[],\"total\":0}")) {
            workplace.route(
                    "api.yaml",
                    """
                    - routeTemplate:
                        id: api
                        parameters:
                          - name: stream
                          - name: strategy
                            defaultValue: timestamp
                          - name: totalPath
                            required: false
                          - name: token
                            required: false
                        from:
                          uri: "kamelet:incremental-{{strategy}}-source"
                          parameters:
                            source: "{{stream}}"
                            url: URL
                            query: "since={cursor}; q=a b"
                            totalPath: "{{?totalPath}}"
                            tokenPath: "{{?token}}"
                          steps:
                            - to:
                                uri: kamelet:jdbc-upsert-sink
                                parameters:
                                  table: "{{stream}}"
                    - templatedRoute:
                        routeTemplateRef: api
                        parameters:
                          - {name: stream, value: one}
                    """
                            .replace("URL", responses.url()));

            workplace.call("sync").expect(0);

            assertThat(responses.queries()).containsExactly("since=0001-01-01T00:00:00Z&q=a b");
        }
    }

    @Test
    void aStreamsOwnValueComesFirstAndTheDefaultLast() throws Exception {
        try (TestApi api = TestApi.parallel(request -> TestApi.Response.of(Map.of("data", List.of())))) {
            workplace
                    .set("camel.kamelet.incremental-timestamp-source.query", "level=all; since={cursor}")
                    .set("camel.kamelet.incremental-timestamp-source.in-two.query", "level=own; since={cursor}")
                    .set("camel.kamelet.incremental-timestamp-source.in-three.query", "level=own; since={cursor}")
                    .route(
                            "api.yaml",
                            """
                            - routeTemplate:
                                id: api
                                parameters:
                                  - name: stream
                                  - name: query
                                    required: false
                                from:
                                  uri: "kamelet:incremental-timestamp-source/in-{{stream}}"
                                  parameters:
                                    source: "{{stream}}"
                                    url: "URL/{{stream}}"
                                    query: "{{?query}}"
                                  steps:
                                    - to:
                                        uri: kamelet:jdbc-upsert-sink
                                        parameters:
                                          table: "{{stream}}"
                            - templatedRoute:
                                routeTemplateRef: api
                                parameters:
                                  - {name: stream, value: one}
                            - templatedRoute:
                                routeTemplateRef: api
                                parameters:
                                  - {name: stream, value: two}
                            - templatedRoute:
                                routeTemplateRef: api
                                parameters:
                                  - {name: stream, value: three}
                                  - {name: query, value: "level=stream; since={cursor}"}
                            """
                                    .replace("URL", api.url("")));

            workplace.call("check").expect(0);
            workplace.call("sync").expect(0);

            assertThat(levels(api)).containsExactly("/one level=all", "/three level=stream", "/two level=own");
        }
    }

    private static List<String> levels(TestApi api) {
        return api.requests().stream()
                .map(request -> request.path() + " level=" + request.get("level"))
                .sorted()
                .toList();
    }

    @Test
    void commandsTakePatterns() throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            String url = api.url() + "/incremental/timestamp";
            for (String name : new String[] {"shop-a", "shop-b", "other"}) {
                workplace.route(
                        name + ".yaml",
                        UserSource.of(name, url).sink("table", name).toString());
            }

            assertThat(sources(workplace.call("sync", "shop-*", "--json").expect(0)))
                    .containsExactly("shop-a", "shop-b");
            assertThat(sources(workplace.call("status", "shop-?", "--json").expect(0)))
                    .containsExactly("shop-a", "shop-b");
            assertThat(workplace.call("check", "*-b", "other").expect(0).out()).startsWith("2 sources OK");
            assertThat(workplace.call("check", "shp-*").expect(2).err())
                    .contains("no source in ", "matches `shp-*`; known sources are [other, shop-a, shop-b]");
            assertThat(workplace.call("run", "shop-c").expect(2).err()).contains("unknown source `shop-c`");
            assertThat(workplace.call("state", "show", "shop-*").expect(0).out().lines())
                    .hasSize(2)
                    .allMatch(line -> line.matches("shop-[ab]: \\{\"last_timestamp\":.*"));
            assertThat(workplace
                            .call("state", "rewind", "shop-*", "--to", "2024-12-01T00:00:00Z")
                            .expect(0)
                            .out())
                    .contains("shop-a: stored ", "shop-b: stored ");
            assertThat(workplace.call("state", "reset", "*a").expect(0).out()).startsWith("shop-a: state deleted");
            assertThat(workplace.call("state", "show", "*").expect(1).err()).startsWith("other has no state");
            assertThat(workplace
                            .call("state", "set", "*", "{\"last_timestamp\":\"2024-12-02T00:00:00Z\"}")
                            .expect(0)
                            .out())
                    .contains("other: stored ", "shop-a: stored ", "shop-b: stored ");
            assertThat(workplace.call("rejects", "list", "shop-*").expect(0).out())
                    .contains("No rejects");
            assertThat(workplace.call("rejects", "replay", "shp-*").expect(2).err())
                    .contains("matches `shp-*`");
            assertThat(workplace
                            .call("sync", "shop-*", "--from", "2024-12-01T00:00:00Z")
                            .expect(2)
                            .err())
                    .contains("--from is for one source");
        }
    }

    @Test
    void aWholeApiIsTablesAndChildTablesFromOneFile() throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            workplace
                    .set("playground.url", api.url())
                    .set("tidemark.client.shop.auth", "bearer")
                    .set("tidemark.client.shop.token", "68773a8eebbc973e")
                    .route("shop.yaml", Routes.file("routes/shop.yaml"));

            workplace.call("sync").expect(0);

            assertThat(rows("select count(*) from \"shop_customer\"")).isEqualTo(18);
            assertThat(rows("select count(*) from \"shop_order\"")).isEqualTo(60);
            assertThat(rows("select count(*) from \"shop_refund\"")).isEqualTo(12);
            assertThat(rows("select count(*) from \"shop_sales\"")).isEqualTo(96);
            assertThat(rows("select count(distinct \"shop_order_id\") from \"shop_order_line\""))
                    .isPositive()
                    .isEqualTo(rows("select count(*) from \"shop_order\" where \"total\" > 0"));
            assertThat(
                            rows(
                                    "select count(*) from \"shop_order_tax\" t join \"shop_order_line\" l"
                                            + " on l.\"shop_order_id\" = t.\"shop_order_id\" and l.\"_index\" = t.\"shop_order_line_index\""))
                    .isPositive()
                    .isEqualTo(rows("select count(*) from \"shop_order_tax\""));
            // An order's total is what its lines and their taxes come to.
            assertThat(rows(
                            "select count(*) from \"shop_order\" o where \"total\" <> (select sum(\"quantity\" * \"price\")"
                                    + " from \"shop_order_line\" where \"shop_order_id\" = o.\"id\") + coalesce((select sum(\"amount\")"
                                    + " from \"shop_order_tax\" where \"shop_order_id\" = o.\"id\"), 0)"))
                    .isZero();
        }
    }

    private long rows(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection(workplace.embedded(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static List<String> sources(Ended ended) throws Exception {
        return ended.json().stream().map(each -> each.get("source").textValue()).toList();
    }
}
