package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code state} and its verbs; and syncs that do not change the state. */
final class StateTest extends WithUsers {

    private static final String EARLY = "{\"last_timestamp\":\"2024-12-30T00:00:00Z\"}";

    @BeforeEach
    void sync() throws Exception {
        workplace.route("users.yaml", source("users", "/incremental/timestamp").toString());
        workplace.call("sync").expect(0);
    }

    @Test
    void listAndShowTellWhatIsStored() throws Exception {
        String state = table.state("users");

        assertThat(workplace.call("state", "list").expect(0).out())
                .containsPattern("SOURCE +STRATEGY +VERSION +STATE")
                .contains("users", "timestamp", state);
        assertThat(workplace.call("state", "show", "users").expect(0).out()).isEqualTo(state + System.lineSeparator());
        JsonNode listed = workplace.call("state", "list", "--json").expect(0).result();
        JsonNode shown =
                workplace.call("state", "show", "users", "--json").expect(0).result();
        assertThat(listed).isEqualTo(shown);
        assertThat(shown.fieldNames()).toIterable().containsExactly("source", "strategy", "state", "version");
        assertThat(shown.get("state").toString()).isEqualTo(state);
    }

    @Test
    void aStateThatWasSetIsWhereTheNextSyncBegins() throws Exception {
        workplace.call("state", "set", "users", EARLY).expect(0);

        assertThat(table.state("users")).isEqualTo(EARLY);
        JsonNode sync = workplace.call("sync", "--json").expect(0).result();
        assertThat(sync.get("rowsRead").longValue()).isBetween(1L, 199L);
        assertThat(sync.get("rowsWritten").longValue()).isZero();
    }

    @Test
    void aStateThatTheStrategyCannotReadIsRefused() throws Exception {
        String before = table.state("users");
        for (String wrong : new String[] {
            "{\"last_timestamp\":\"yesterday\"}", "{\"last_id\":7}", "{\"last_timestamp\":null}", "[]", "nonsense", ""
        }) {
            Ended set = workplace.call("state", "set", "users", wrong).expect(2);

            assertThat(set.err()).containsPattern("last_timestamp");
            assertThat(table.state("users")).isEqualTo(before);
        }
    }

    @Test
    void afterAResetASyncReadsEverythingAndRewritesNothing() throws Exception {
        String before = table.state("users");
        workplace.call("state", "reset", "users").expect(0);
        assertThat(table.state("users")).isEqualTo("none");

        JsonNode sync = workplace.call("sync", "--json").expect(0).result();

        assertThat(sync.get("rowsRead").longValue()).isGreaterThanOrEqualTo(200);
        assertThat(sync.get("rowsWritten").longValue()).isZero();
        assertThat(table.state("users")).isEqualTo(before);
    }

    @Test
    void aRewoundSourceIsReadAgainFromThereAndOnlyOnPurposeFromFurtherOn() throws Exception {
        String before = table.state("users");

        assertThat(workplace
                        .call("state", "rewind", "users", "--to", "2024-12-31")
                        .expect(0)
                        .out())
                .contains("{\"last_timestamp\":\"2024-12-31T00:00:00Z\"}");
        assertThat(table.state("users")).isEqualTo("{\"last_timestamp\":\"2024-12-31T00:00:00Z\"}");
        JsonNode sync = workplace.call("sync", "--json").expect(0).result();
        assertThat(sync.get("rowsRead").longValue()).isPositive();
        assertThat(table.state("users")).isEqualTo(before);

        Ended ahead = workplace
                .call("state", "rewind", "users", "--to", "2026-01-01T00:00:00Z")
                .expect(1);
        assertThat(ahead.err()).contains("is ahead of its cursor", "--forward");
        assertThat(workplace
                        .call("state", "rewind", "users", "--to", "soon")
                        .expect(2)
                        .err())
                .contains("`soon` is not a timestamp");
        assertThat(table.state("users")).isEqualTo(before);
        workplace
                .call("state", "rewind", "users", "--to", "2026-01-01T00:00:00Z", "--forward")
                .expect(0);
        assertThat(table.state("users")).contains("2026-01-01");
    }

    @Test
    void whatWasExportedIsImportedAllOrNone(@TempDir Path directory) throws Exception {
        String before = table.state("users");
        String exported = workplace.call("state", "export").expect(0).out();
        Path file = Files.writeString(directory.resolve("states.json"), exported);
        workplace.call("state", "reset", "users").expect(0);

        workplace.call("state", "import", file.toString()).expect(0);
        assertThat(table.state("users")).isEqualTo(before);

        Files.writeString(file, exported.replace(before, EARLY).replaceFirst("}\\s*$", ",\"usres\":{\"state\":{}}}"));
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("unknown source `usres`");
        Files.writeString(file, exported.replace("\"timestamp\"", "\"keyset\""));
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("keyset", "timestamp");
        Files.writeString(file, "nonsense");
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("not a JSON object");
        assertThat(table.state("users")).isEqualTo(before);
    }

    @Test
    void aBackfillReadsItsRangeAndLeavesTheState() throws Exception {
        String before = table.state("users");
        table.connection().createStatement().execute("delete from \"user\"");

        JsonNode sync = workplace
                .call("sync", "users", "--from", "2024-12-30T00:00:00Z", "--to", "2024-12-31T00:00:00Z", "--json")
                .expect(0)
                .result();

        assertThat(sync.get("rowsWritten").longValue()).isBetween(1L, 199L);
        assertThat(table.number("select count(*) from \"user\" where \"updatedAt\" between '2024-12-30 00:00:00Z'"
                        + " and '2024-12-31 00:00:00Z'"))
                .isEqualTo(table.rows());
        assertThat(table.state("users")).isEqualTo(before);
        assertThat(table.number("select count(*) from tidemark_syncs where kind = 'backfill'"))
                .isEqualTo(1);

        workplace
                .call("sync", "users", "--from", "2024-12-30T00:00:00Z", "--to", "2099-01-01T00:00:00Z")
                .expect(0);
        assertThat(table.number("select count(*) from \"user\" where \"updatedAt\" < '2024-12-30 00:00:00Z'"))
                .isZero();
        assertThat(table.state("users")).isEqualTo(before);
    }

    @Test
    void aBackfillThatCannotBeIsRefused() throws Exception {
        for (String[] command : new String[][] {
            {"sync", "users", "--to", "2025-01-01", "--from"},
            {"sync", "--from", "2025-01-01T00:00:00Z", "name it"},
            {"sync", "users", "--to", "2025-01-01T00:00:00Z", "with --from"},
            {"sync", "users", "--from", "soon", "`soon` is not a timestamp"},
            {"sync", "users", "--from", "2025-01-02T00:00:00Z", "--to", "2025-01-01T00:00:00Z", "is before --from"},
        }) {
            String[] arguments = Arrays.copyOf(command, command.length - 1);

            assertThat(workplace.call(arguments).expect(2).err()).contains(command[command.length - 1]);
        }
        workplace.route(
                "users.yaml",
                UserSource.of("users", api.url() + "/pagination/offset")
                        .strategy("offset")
                        .with("query", "limit={limit}; offset={offset}")
                        .toString());
        assertThat(workplace
                        .call("sync", "users", "--from", "2025-01-01T00:00:00Z")
                        .expect(2)
                        .err())
                .contains("the strategy offset", "{cursor}");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        workplace.call("state", "reset", "users").expect(0);
        table.connection()
                .createStatement()
                .execute("drop table \"user\", tidemark_state, tidemark_leases, tidemark_syncs, tidemark_tables");

        Ended dry = workplace.call("sync", "--dry-run").expect(0);

        assertThat(dry.out())
                .contains("nothing was written", "users: would create the table user with id, ")
                .containsPattern("users +timestamp +ok +20\\d +0 ");
        assertThat(table.number("select count(*) from information_schema.tables where table_schema = 'PUBLIC'"
                        + " and table_name <> 'TIDEMARK_REJECTS'"))
                .isZero();
    }

    @Test
    void aDryRunTellsHowManyRecordsWouldBeRejectedAndWhy() throws Exception {
        String columns = ":STRING, name:STRING, updatedAt:UTC_DATETIME";
        workplace.route(
                "users.yaml",
                UserSource.of("users", api.url() + "/incremental/timestamp")
                        .sink("primaryKey", "key")
                        .sink("columns", "key" + columns)
                        .toString());
        workplace.call("state", "reset", "users").expect(0);

        assertThat(workplace.call("sync", "--dry-run").expect(0).out())
                .contains("it would reject 200 of the records as the source delivers them, the first: the primary"
                        + " key [key] has no value");
        assertThat(table.number("select count(*) from tidemark_rejects")).isZero();
    }

    @Test
    void aDryRunOfABackfillDoesNotSayThatAStateWouldBeStored() throws Exception {
        Ended dry = workplace
                .call("sync", "users", "--from", "2024-12-30T00:00:00Z", "--dry-run")
                .expect(0);

        assertThat(dry.out())
                .contains("nothing was written. STATE is the stored state; a backfill does not change it.")
                .contains(table.state("users"))
                .doesNotContain("would store", "would reject");
    }

    @Test
    void aDryRunReportsATableThatTheSinkWouldRefuse() throws Exception {
        String route = Files.readString(workplace.path("routes/users.yaml"));
        workplace.route("users.yaml", route.replace("name:STRING", "name:BOOLEAN"));

        assertThat(workplace.call("sync", "users", "--dry-run").said())
                .contains("users: would fail: the table user has the column name of type STRING");
    }

    @Test
    void theStateMayBeInAnotherDatabaseWithHistoryAndLeases() throws Exception {
        String before = table.state("users");
        String elsewhere = server.url("elsewhere");
        workplace
                .set("tidemark.datasource.cursors.url", elsewhere)
                .set("tidemark.datasource.cursors.username", "sa")
                .set("tidemark.state.datasource", "cursors");

        JsonNode sync = workplace.call("sync", "--json").expect(0).result();

        assertThat(sync.get("rowsRead").longValue()).isGreaterThanOrEqualTo(200);
        assertThat(sync.get("rowsWritten").longValue()).isZero();
        assertThat(table.number("select count(*) from tidemark_syncs")).isEqualTo(1);
        try (UserTable cursors = new UserTable(elsewhere)) {
            assertThat(cursors.state("users")).isEqualTo(before);
            assertThat(cursors.number("select count(*) from tidemark_syncs")).isEqualTo(1);
            assertThat(cursors.number("select count(*) from tidemark_leases")).isEqualTo(1);
            workplace.call("state", "set", "users", EARLY).expect(0);
            assertThat(cursors.state("users")).isEqualTo(EARLY);
        }
        assertThat(workplace.call("state", "show", "users").expect(0).out()).contains(EARLY);
        assertThat(workplace.call("status", "--json").expect(0).result().get("rowsRead"))
                .isEqualTo(sync.get("rowsRead"));
        assertThat(table.state("users")).isEqualTo(before);
        workplace.call("check", "--connect").expect(0);
    }

    @Test
    void aSourceThatThereIsNotHasNoStateToChange() throws Exception {
        for (String[] command : new String[][] {
            {"state", "show", "usres"}, {"state", "reset", "usres"}, {"state", "set", "usres", EARLY}
        }) {
            assertThat(workplace.call(command).expect(2).err()).contains("unknown source `usres`", "[users]");
        }
    }
}
