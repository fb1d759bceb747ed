package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.PlaygroundOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rejects} and its verbs. */
final class RejectsTest extends WithUsers {

    /** What the first sync could not write: names are not numbers. */
    private static final int RECORDS = 20;

    @BeforeEach
    void sync() throws Exception {
        route("name:INT");
        workplace.call("sync").expect(0);
        assertThat(table.number("select count(*) from tidemark_rejects")).isEqualTo(RECORDS);
    }

    @Override
    PlaygroundOptions options() {
        return super.options().withRecords(RECORDS);
    }

    @Test
    void listAndShowTellWhatWasRejectedAndWhy() throws Exception {
        String list = workplace.call("rejects", "list").expect(0).out();
        assertThat(list)
                .containsPattern("SOURCE +ID +TABLE +REJECTED AT +REASON")
                .contains("users: 20 rejects")
                .containsPattern(
                        "users +[0-9a-f]{12} +user +20\\d\\d-\\S+Z +column name is INT, and the value does not fit:"
                                + " .{30,}");
        assertThat(workplace.call("status").expect(0).out()).containsPattern("users .* up .* 0 +20 ");
        assertThat(workplace
                        .call("status", "--json")
                        .expect(0)
                        .result()
                        .get("rejectsWaiting")
                        .intValue())
                .isEqualTo(RECORDS);
        List<JsonNode> listed =
                workplace.call("rejects", "list", "users", "--json").expect(0).json();
        assertThat(listed).hasSize(RECORDS);
        JsonNode first = listed.get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly("id", "source", "dataSource", "table", "rejectedAt", "reason");

        String id = first.get("id").asText();
        JsonNode shown =
                workplace.call("rejects", "show", id, "--json").expect(0).result();
        assertThat(shown.get("record").fieldNames()).toIterable().contains("id", "name", "updatedAt");
        assertThat(shown.get("reason")).isEqualTo(first.get("reason"));
        assertThat(workplace
                        .call("rejects", "show", id.substring(0, 12))
                        .expect(0)
                        .out())
                .contains(id, "the value does not fit", "  \"name\" : ");
    }

    @Test
    void whatTheTableAcceptsNowIsWrittenAndTheStateDoesNotChange() throws Exception {
        String state = table.state("users");
        long version = table.number("select version from tidemark_state");
        table.connection().createStatement().execute("drop table \"user\"");
        route("name:STRING");

        JsonNode replay =
                workplace.call("rejects", "replay", "users", "--json").expect(0).result();

        assertThat(replay.fieldNames())
                .toIterable()
                .containsExactly("source", "rowsRead", "rowsWritten", "rowsUnchanged", "rowsRemaining", "error");
        assertThat(replay.get("rowsWritten").intValue()).isEqualTo(RECORDS);
        assertThat(replay.get("rowsRemaining").intValue()).isZero();
        table.expectSameAs(api);
        assertThat(table.number("select count(*) from tidemark_rejects")).isZero();
        assertThat(table.state("users")).isEqualTo(state);
        assertThat(table.number("select version from tidemark_state")).isEqualTo(version);
        assertThat(workplace.call("rejects", "replay").expect(0).out()).contains("No rejects");
        assertThat(workplace.call("rejects", "list").expect(0).out()).contains("No rejects");
    }

    @Test
    void whatIsRefusedAgainRemainsAndTheStatusSaysSo() throws Exception {
        table.connection().createStatement().execute("update tidemark_rejects set reason = 'old'");

        Ended replay = workplace.call("rejects", "replay").expect(1);

        assertThat(replay.out()).containsPattern("users +20 +0 +0 +20").contains("20 were refused again");
        assertThat(table.number("select count(*) from tidemark_rejects where reason like 'column name is INT%'"))
                .isEqualTo(RECORDS);
    }

    @Test
    void aReplayThatFailsSaysWhyAndForgetsNothing() throws Exception {
        table.connection().createStatement().execute("drop table \"user\"");
        table.connection().createStatement().execute("create view \"user\" as select 1 as \"id\"");

        Ended replay = workplace.call("rejects", "replay").expect(1);

        assertThat(replay.out())
                .containsPattern("users +20 +0 +0 +20")
                .contains("users: the table user has the column id");
        assertThat(table.number("select count(*) from tidemark_rejects")).isEqualTo(RECORDS);
    }

    @Test
    void aRejectThatIsNotWholeStaysAndTheOthersAreWritten() throws Exception {
        table.connection()
                .createStatement()
                .execute("insert into tidemark_rejects values ('ab', 'users', 'user', 'r', '{\"id\":1,\"na', now())");
        table.connection().createStatement().execute("drop table \"user\"");
        route("name:STRING");

        Ended replay = workplace.call("rejects", "replay").expect(1);

        assertThat(replay.out()).contains("users: the record of the reject ab is not a complete JSON object");
        assertThat(table.rows()).isEqualTo(RECORDS);
        assertThat(table.number("select count(*) from tidemark_rejects")).isEqualTo(1);
    }

    @Test
    void aSourceThatIsBeingSyncedElsewhereIsNotTouched() throws Exception {
        route("name:STRING");
        table.connection().createStatement().execute("drop table \"user\"");
        long until = System.currentTimeMillis() + 600_000;
        table.connection()
                .createStatement()
                .execute("update tidemark_leases set owner = 'elsewhere:1', held_until = " + until);

        JsonNode replay =
                workplace.call("rejects", "replay", "--json").expect(1).result();

        assertThat(replay.get("error").asText()).contains("being synced by elsewhere:1");
        assertThat(table.number("select count(*) from tidemark_rejects")).isEqualTo(RECORDS);
        assertThat(table.number("select held_until from tidemark_leases")).isEqualTo(until);
    }

    @Test
    void rejectsOfWhatIsNotThereAnyLongerStay() throws Exception {
        table.connection()
                .createStatement()
                .execute("insert into tidemark_rejects values ('ab', 'gone', 'user', 'r', '{\"id\":1}', now()),"
                        + " ('ac', 'users', 'elsewhere', 'r', '{\"id\":1}', now())");
        table.connection().createStatement().execute("drop table \"user\"");
        route("name:STRING");

        Ended replay = workplace.call("rejects", "replay").expect(1);

        assertThat(replay.out())
                .contains("gone: " + workplace.path("routes") + " has no source with this name")
                .containsPattern("users: \\S+users.yaml:\\d+: its route has 0 sinks for table `elsewhere`");
        assertThat(table.rows()).isEqualTo(RECORDS);
        assertThat(table.number("select count(*) from tidemark_rejects")).isEqualTo(2);
        assertThat(workplace.call("rejects", "show", "a").expect(2).err()).contains("2 rejects start with");
        assertThat(workplace.call("rejects", "show", "x").expect(2).err()).contains("unknown reject `x`");
        for (String verb : List.of("list", "replay")) {
            assertThat(workplace.call("rejects", verb, "usres").expect(2).err())
                    .contains("unknown source `usres`", "[users]");
        }
    }

    private void route(String name) throws Exception {
        workplace.route(
                "users.yaml",
                UserSource.of("users", api.url() + "/incremental/timestamp")
                        .sink(
                                "columns",
                                "id:STRING, " + name + ", email:STRING, address:STRING, company:STRING, job:STRING,"
                                        + " updatedAt:UTC_DATETIME, createdAt:UTC_DATETIME")
                        .sink("maxRejectRatio", "1")
                        .toString());
    }
}
