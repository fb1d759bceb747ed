package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are not plain routes, with the packaged program. */
final class SourceKindsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    void theirTimersTick() throws Exception {
        SourceKinds.everyKind(workplace);

        try (Program program = workplace.start("run", "--json")) {
            for (String name : SourceKinds.NAMES) {
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
}
