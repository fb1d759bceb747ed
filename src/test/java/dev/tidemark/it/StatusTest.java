package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code status}, and the history that it reads. */
final class StatusTest extends WithUsers {

    @BeforeEach
    void route() throws Exception {
        workplace.route("users.yaml", source("users", "/incremental/timestamp").toString());
    }

    @Test
    void everySourceIsListedEvenOnesThatWereNeverSynced() throws Exception {
        workplace
                .route("broken.yaml", source("broken", "/nothing-here").toString())
                .route("later.yaml", source("later", "/incremental/timestamp").toString());
        workplace.call("sync", "users", "broken").expect(1);

        assertThat(workplace.call("status").expect(0).out().lines())
                .anyMatch(line -> line.matches("broken +timestamp +failed +up +never +0 .*404.*"))
                .anyMatch(line -> line.matches("later +timestamp +never +up +never +0 +every 1m *"))
                .anyMatch(line -> line.matches(
                        "users +timestamp +ok +up +20\\d\\d-\\S+Z +200 +0 +\\d+d \\d+h +every 1m +20\\d\\d-\\S+Z *"));
        List<JsonNode> json = workplace.call("status", "--json").expect(0).json();
        assertThat(json).extracting(each -> each.get("source").textValue()).containsExactly("broken", "later", "users");
        JsonNode users = json.get(2);
        assertThat(users.get("status").textValue()).isEqualTo("ok");
        assertThat(users.get("rowsWritten").longValue()).isEqualTo(200);
        assertThat(users.get("lagSeconds").doubleValue()).isPositive();
        assertThat(users.get("error").isNull()).isTrue();
        assertThat(json.get(0).get("error").textValue()).contains("404");
        assertThat(json.get(1).get("lastSuccess").isNull()).isTrue();
        assertThat(workplace
                        .call("status", "--json", "users")
                        .expect(0)
                        .result()
                        .get("source"))
                .isEqualTo(users.get("source"));
    }

    @Test
    void theHistoryHasOneRowASyncAndNoMoreThanAreToBeKept() throws Exception {
        workplace.set("tidemark.history.keep", "2");
        for (int sync = 0; sync < 3; sync++) {
            workplace.call("sync").expect(0);
        }

        assertThat(table.number("select count(*) from tidemark_syncs where source = 'users' and status = 'ok'"))
                .isEqualTo(2);
        assertThat(table.number("select count(*) from tidemark_syncs where state_before is not null"
                        + " and state_after is not null and ended_at >= started_at"))
                .isEqualTo(2);
    }

    @Test
    void anInvalidNumberToKeepIsRefused() throws Exception {
        for (String wrong : List.of("0", "many", "-1", "")) {
            Ended end = workplace
                    .call("sync", "-p", "tidemark.history.keep=" + wrong)
                    .expect(2);

            assertThat(end.err()).contains("tidemark.history.keep is `" + wrong + "`", "whole number from 1");
        }
    }

    @Test
    void aSourceThatAnotherProcessSyncsIsSkippedAndItsStateKept() throws Exception {
        workplace.call("sync").expect(0);
        String before = table.state("users");
        table.hold("users", "elsewhere:77");

        Ended sync = workplace.call("sync", "--json").expect(1);
        assertThat(sync.result().get("error").textValue()).contains("being synced by elsewhere:77 (since 20");
        assertThat(table.number("select count(*) from tidemark_syncs")).isEqualTo(1);
        for (String[] command : new String[][] {
            {"state", "reset", "users"},
            {"state", "set", "users", "{\"last_timestamp\":\"2024-12-30T00:00:00Z\"}"},
            {"state", "rewind", "users", "--to", "2024-12-30T00:00:00Z"}
        }) {
            assertThat(workplace.call(command).expect(1).err()).contains("elsewhere:77", "--force");
        }
        assertThat(table.state("users")).isEqualTo(before);
        assertThat(workplace.call("status").expect(0).out()).contains("running", "elsewhere:77");

        workplace.call("state", "reset", "users", "--force").expect(0);
        assertThat(table.state("users")).isEqualTo("none");
    }
}
