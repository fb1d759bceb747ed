package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are not plain routes: made of templates, Pipes, and from Kamelets of a user's own. */
final class SourceKindsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] NAMES = {"bare", "nested", "other", "piped", "templated"};

    private Playground api;
    private Workplace workplace;

    @BeforeEach
    void startApi(@TempDir Path directory) throws Exception {
        api = Playground.start(PlaygroundOptions.defaults().withPort(0));
        workplace = new Workplace(directory).set("api", api.url() + "/incremental/timestamp");
    }

    @AfterEach
    void stopApi() {
        api.close();
    }

    @Test
    void eachOfThemIsCheckedSyncedAndListed() throws Exception {
        everyKind();

        assertThat(workplace.run("check").expect(0).out()).contains("5 sources OK");
        List<JsonNode> results = workplace.run("sync", "--json").expect(0).json();

        assertThat(results)
                .extracting(each -> each.get("source").textValue())
                .containsExactly("bare", "nested", "piped", "templated", "other");
        assertThat(results).allMatch(each -> each.get("strategy").textValue().equals("timestamp"));
        assertThat(results).allMatch(each -> each.get("rowsWritten").longValue() == 200);
        assertThat(workplace.run("status").expect(0).out()).contains(NAMES);
        assertThat(workplace.run("state", "list").expect(0).out()).contains(NAMES);
        try (UserTable table = new UserTable(workplace.embedded())) {
            for (String name : NAMES) {
                assertThat(table.number("select count(*) from \"" + name + '"')).isEqualTo(200);
            }
        }
        assertThat(workplace
                        .run("new", "piped", "--strategy", "timestamp", "--url", api.url())
                        .expect(2)
                        .err())
                .contains("pipe.yaml", "already defines the source `piped`");
    }

    @Test
    void onlyThoseThatAreNamedRun() throws Exception {
        everyKind();

        List<JsonNode> results =
                workplace.run("sync", "other", "piped", "--json").expect(0).json();

        assertThat(results).extracting(each -> each.get("source").textValue()).containsExactly("piped", "other");
        assertThat(workplace.run("state", "list").expect(0).out())
                .contains("other", "piped")
                .doesNotContain("bare", "nested", "templated");
    }

    @Test
    void theirTimersTick() throws Exception {
        everyKind();

        try (Program program = workplace.start("run", "--json")) {
            for (String name : NAMES) {
                Eventually.await(
                        "two syncs of " + name,
                        PATIENCE,
                        () -> program.out().split("\"source\":\"" + name + "\"", -1).length > 2);
            }
            program.terminate();
            program.await().expect(0);
        }
    }

    @Test
    void oneThatFailsIsReported() throws Exception {
        everyKind();
        workplace.set("api", api.url() + "/nothing-here");

        Ended sync = workplace.run("sync").expect(1);

        assertThat(sync.out()).contains(NAMES).contains("404");
    }

    @Test
    void aPropertyOfAPipeArrivesAsWritten() throws Exception {
        String value = "a&b=c+d%41 e=ü (1) RAW(2)";
        try (FakeApi responses = FakeApi.responding(200, "application/json", "{\"data\":[]}")) {
            workplace.route(
                    "pipe.yaml", pipe("piped", responses.url()).replace("PROPERTY", "query: 'x=" + value + "; y=1'"));

            workplace.run("sync").expect(0);

            assertThat(responses.queries()).contains("x=" + value + "&y=1");
        }
    }

    @Test
    void theShippedPipeIsASource() throws Exception {
        Files.copy(Path.of("config/camel-k/operator/pipe.yaml"), workplace.path("routes/pipe.yaml"));

        assertThat(workplace.run("check").expect(0).out()).contains("1 source OK");
        assertThat(workplace.run("status", "people").expect(0).out()).contains("people");
    }

    @Test
    void aTemplatesBeansBelongToEachOfItsRoutes() throws Exception {
        workplace.route(
                "templates.yaml",
                """
                - routeTemplate:
                    id: list
                    parameters:
                      - name: name
                    beans:
                      - name: greeting
                        type: "#class:java.lang.String"
                        constructors:
                          "0": "from {{name}}"
                    from:
                      uri: kamelet:incremental-timestamp-source
                      parameters:
                        url: "{{api}}"
                      steps:
                        - log:
                            id: said
                            message: "${bean:{{greeting}}?method=toString}"
                        - to:
                            uri: kamelet:jdbc-upsert-sink
                            parameters:
                              table: "{{name}}"
                - templatedRoute:
                    routeTemplateRef: list
                    routeId: one
                    parameters:
                      - {name: name, value: first}
                - templatedRoute:
                    routeTemplateRef: list
                    routeId: two
                    parameters:
                      - {name: name, value: second}
                """);

        Ended sync = workplace
                .javaOptions("-Dtidemark.log.level=INFO")
                .run("sync", "--json")
                .expect(0);

        assertThat(sync.json())
                .extracting(each -> each.get("source").textValue())
                .containsExactly("one", "two");
        assertThat(sync.err()).contains("from first", "from second");
    }

    private void everyKind() throws Exception {
        Files.createDirectory(workplace.path("routes/kamelets"));
        workplace
                .route("kamelets/my-source.kamelet.yaml", MY_SOURCE)
                .route("kamelets/my-sink.kamelet.yaml", MY_SINK)
                .route("bare.yaml", BARE)
                .route("nested.yaml", NESTED)
                .route("pipe.yaml", pipe("piped", "{{api}}").replace("PROPERTY", "period: 1s"))
                .route("templated.yaml", TEMPLATED)
                .route("a-template.yaml", TEMPLATE);
    }

    static String pipe(String name, String url) {
        return PIPE.replace("NAME", name).replace("URL", url);
    }

    static final String TEMPLATE =
            """
            - routeTemplate:
                id: list
                parameters:
                  - name: name
                  - name: path
                    defaultValue: "{{api}}"
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters:
                    source: "{{name}}"
                    url: "{{path}}"
                    period: 1s
                  steps:
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: "{{name}}"
            """;

    static final String TEMPLATED =
            """
            - templatedRoute:
                routeTemplateRef: list
                routeId: a-route-of-a-template
                parameters:
                  - name: name
                    value: templated
            - templatedRoute:
                routeTemplateRef: list
                parameters:
                  - name: name
                    value: other
            """;

    private static final String BARE =
            """
            - from:
                uri: kamelet:incremental-timestamp-source
                parameters:
                  source: bare
                  url: "{{api}}"
                  period: 1s
                steps:
                  - to:
                      uri: kamelet:jdbc-upsert-sink
                      parameters:
                        table: bare
            """;

    static final String MY_SOURCE =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: my-source
              labels:
                camel.apache.org/kamelet.type: source
            spec:
              definition:
                title: Mine
                required:
                  - name
                properties:
                  name:
                    type: string
                  period:
                    type: string
                    default: 1s
              template:
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters:
                    source: "{{name}}"
                    url: "{{api}}"
                    period: "{{period}}"
                  steps:
                    - to:
                        uri: kamelet:sink
            """;

    static final String MY_SINK =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: my-sink
              labels:
                camel.apache.org/kamelet.type: sink
            spec:
              definition:
                title: Mine
                required:
                  - into
                properties:
                  into:
                    type: string
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: "{{into}}"
            """;

    static final String NESTED =
            """
            - route:
                id: nested
                from:
                  uri: kamelet:my-source
                  parameters:
                    name: nested
                  steps:
                    - to:
                        uri: kamelet:my-sink
                        parameters:
                          into: nested
            """;

    private static final String PIPE =
            """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata:
              name: NAME
            spec:
              source:
                ref:
                  apiVersion: camel.apache.org/v1
                  kind: Kamelet
                  name: incremental-timestamp-source
                properties:
                  url: "URL"
                  PROPERTY
              sink:
                ref:
                  apiVersion: camel.apache.org/v1
                  kind: Kamelet
                  name: jdbc-upsert-sink
                properties:
                  table: NAME
            """;
}
