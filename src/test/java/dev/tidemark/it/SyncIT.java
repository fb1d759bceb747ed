package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync}, from the program's start to its exit status. */
final class SyncIT {

    private Playground api;
    private Workplace workplace;

    static void expectTheKeysOfAResult(JsonNode result) {
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly(
                        "source",
                        "strategy",
                        "status",
                        "rowsRead",
                        "rowsWritten",
                        "rowsUnchanged",
                        "rowsRejected",
                        "rowsFiltered",
                        "pages",
                        "state",
                        "seconds",
                        "error");
    }

    @BeforeEach
    void startApi(@TempDir Path directory) throws Exception {
        api = Playground.start(PlaygroundOptions.defaults().withPort(0));
        workplace = new Workplace(directory).route("users.yaml", users().toString());
    }

    @AfterEach
    void stopApi() {
        api.close();
    }

    @Test
    void leavesTheTableEqualToTheSource() throws Exception {
        JsonNode result = workplace.run("sync", "--json").expect(0).result();

        expectTheKeysOfAResult(result);
        assertThat(result.get("status").textValue()).isEqualTo("ok");
        assertThat(result.get("error").isNull()).isTrue();
        try (UserTable table = new UserTable(workplace.embedded())) {
            table.expectSameAs(api);
            assertThat(table.state("users")).isEqualTo(result.get("state").toString());
        }
    }

    @Test
    void endsWithItsLastSourceAndWaitsForNothingElse() throws Exception {
        Ended sync =
                workplace.javaOptions("-Dtidemark.log.level=INFO").run("sync").expect(0);

        assertThat(sync.err()).contains("shutting down").doesNotContain("inflight and pending exchanges to complete");
    }

    @Test
    void isNotEndedEarlyByWhatEndsOtherCamelPrograms() throws Exception {
        try (Playground slow = Playground.start(
                PlaygroundOptions.defaults().withPort(0).withRecords(3000).withLatency(Duration.ofMillis(1500)))) {
            workplace
                    .route("users.yaml", users(slow).with("chunkSize", "100").toString())
                    .set("camel.main.durationMaxMessages", "1")
                    .set("camel.main.durationMaxIdleSeconds", "1")
                    .set("camel.main.durationMaxSeconds", "1");

            workplace.run("sync").expect(0);

            try (UserTable table = new UserTable(workplace.embedded())) {
                table.expectSameAs(slow);
            }
        }
    }

    private UserSource users() {
        return users(api);
    }

    private static UserSource users(Playground playground) {
        return UserSource.of("users", playground.url() + "/incremental/timestamp");
    }
}
