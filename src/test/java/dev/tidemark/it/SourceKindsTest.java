package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are not plain routes: made of templates, Pipes, and from Kamelets of a user's own. */
final class SourceKindsTest {

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
        SourceKinds.everyKind(workplace);

        assertThat(workplace.call("check").expect(0).out()).contains("5 sources OK");
        List<JsonNode> results = workplace.call("sync", "--json").expect(0).json();

        assertThat(results)
                .extracting(each -> each.get("source").textValue())
                .containsExactly("bare", "nested", "piped", "templated", "other");
        assertThat(results).allMatch(each -> each.get("strategy").textValue().equals("timestamp"));
        assertThat(results).allMatch(each -> each.get("rowsWritten").longValue() == 200);
        assertThat(workplace.call("status").expect(0).out()).contains(SourceKinds.NAMES);
        assertThat(workplace.call("state", "list").expect(0).out()).contains(SourceKinds.NAMES);
        try (UserTable table = new UserTable(workplace.embedded())) {
            for (String name : SourceKinds.NAMES) {
                assertThat(table.number("select count(*) from \"" + name + '"')).isEqualTo(200);
            }
        }
        assertThat(workplace
                        .call("new", "piped", "--strategy", "timestamp", "--url", api.url())
                        .expect(2)
                        .err())
                .contains("pipe.yaml", "already defines the source `piped`");
    }

    @Test
    void onlyThoseThatAreNamedRun() throws Exception {
        SourceKinds.everyKind(workplace);

        List<JsonNode> results =
                workplace.call("sync", "other", "piped", "--json").expect(0).json();

        assertThat(results).extracting(each -> each.get("source").textValue()).containsExactly("piped", "other");
        assertThat(workplace.call("state", "list").expect(0).out())
                .contains("other", "piped")
                .doesNotContain("bare", "nested", "templated");
    }

    @Test
    void oneThatFailsIsReported() throws Exception {
        SourceKinds.everyKind(workplace);
        workplace.set("api", api.url() + "/nothing-here");

        Ended sync = workplace.call("sync").expect(1);

        assertThat(sync.out()).contains(SourceKinds.NAMES).contains("404");
    }

    @Test
    void aPropertyOfAPipeArrivesAsWritten() throws Exception {
        String value = "a&b=c+d%41 e=ü (1) RAW(2)";
        try (FakeApi responses = FakeApi.responding(200, "application/json", "{\"data\":[]}")) {
            workplace.route(
                    "pipe.yaml",
                    SourceKinds.pipe("piped", responses.url()).replace("PROPERTY", "query: 'x=" + value + "; y=1'"));

            workplace.call("sync").expect(0);

            assertThat(responses.queries()).contains("x=" + value + "&y=1");
        }
    }

    @Test
    void theShippedPipeIsASource() throws Exception {
        Files.copy(Path.of("config/camel-k/operator/pipe.yaml"), workplace.path("routes/pipe.yaml"));

        assertThat(workplace.call("check").expect(0).out()).contains("1 source OK");
        assertThat(workplace.call("status", "people").expect(0).out()).contains("people");
    }
}
