package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code state list}, {@code show}, {@code set} and {@code reset}. */
final class StateIT {

    private static final String EARLY = "{\"last_timestamp\":\"2024-12-30T00:00:00Z\"}";

    private Playground api;
    private DatabaseServer server;
    private UserTable table;
    private Workplace workplace;

    @BeforeEach
    void sync(@TempDir Path directory) throws Exception {
        api = Playground.start(PlaygroundOptions.defaults().withPort(0));
        server = new DatabaseServer();
        String url = server.url(directory.getFileName().toString());
        table = new UserTable(url);
        workplace = new Workplace(directory)
                .database(url)
                .route(
                        "users.yaml",
                        UserSource.of("users", api.url() + "/incremental/timestamp")
                                .toString());
        workplace.run("sync").expect(0);
    }

    @AfterEach
    void close() throws Exception {
        table.close();
        server.close();
        api.close();
    }

    @Test
    void listAndShowTellWhatIsStored() throws Exception {
        String state = table.state("users");

        assertThat(workplace.run("state", "list").expect(0).out())
                .containsPattern("SOURCE +STRATEGY +VERSION +STATE")
                .contains("users", "timestamp", state);
        assertThat(workplace.run("state", "show", "users").expect(0).out()).isEqualTo(state + System.lineSeparator());
        JsonNode listed = workplace.run("state", "list", "--json").expect(0).result();
        JsonNode shown =
                workplace.run("state", "show", "users", "--json").expect(0).result();
        assertThat(listed).isEqualTo(shown);
        assertThat(shown.fieldNames()).toIterable().containsExactly("source", "strategy", "state", "version");
        assertThat(shown.get("state").toString()).isEqualTo(state);
    }

    @Test
    void aStateThatWasSetIsWhereTheNextSyncBegins() throws Exception {
        workplace.run("state", "set", "users", EARLY).expect(0);

        assertThat(table.state("users")).isEqualTo(EARLY);
        JsonNode sync = workplace.run("sync", "--json").expect(0).result();
        assertThat(sync.get("rowsRead").longValue()).isBetween(1L, 199L);
        assertThat(sync.get("rowsWritten").longValue()).isZero();
    }

    @Test
    void aStateThatTheStrategyCannotReadIsRefused() throws Exception {
        String before = table.state("users");
        for (String wrong : new String[] {
            "{\"last_timestamp\":\"yesterday\"}", "{\"last_id\":7}", "{\"last_timestamp\":null}", "[]", "nonsense", ""
        }) {
            Ended set = workplace.run("state", "set", "users", wrong).expect(2);

            assertThat(set.err()).containsPattern("last_timestamp");
            assertThat(table.state("users")).isEqualTo(before);
        }
    }

    @Test
    void afterAResetASyncReadsEverythingAndRewritesNothing() throws Exception {
        String before = table.state("users");
        workplace.run("state", "reset", "users").expect(0);
        assertThat(table.state("users")).isEqualTo("none");

        JsonNode sync = workplace.run("sync", "--json").expect(0).result();

        assertThat(sync.get("rowsRead").longValue()).isGreaterThanOrEqualTo(200);
        assertThat(sync.get("rowsWritten").longValue()).isZero();
        assertThat(table.state("users")).isEqualTo(before);
    }

    @Test
    void aSourceThatThereIsNotHasNoStateToChange() throws Exception {
        for (String[] command : new String[][] {
            {"state", "show", "usres"}, {"state", "reset", "usres"}, {"state", "set", "usres", EARLY}
        }) {
            assertThat(workplace.run(command).expect(2).err()).contains("no source `usres`", "[users]");
        }
    }
}
