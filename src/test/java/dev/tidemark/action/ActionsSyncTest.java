package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Actions between a source and the sink: the checkpoint stays in the sink's transaction. */
class ActionsSyncTest {

    private final List<Map<String, Object>> records = new CopyOnWriteArrayList<>(List.of(
            user(1, Map.of("mail", "ann@example.com", "city", "Oslo")), user(2, Map.of("mail", "bob@example.com"))));

    private volatile Runnable beforeResponse = () -> {};
    private final SyncBench bench = new SyncBench(request -> {
        beforeResponse.run();
        return TestApi.Response.of(Map.of(
                "data",
                records.stream()
                        .filter(each -> String.valueOf(each.get("updatedAt")).compareTo(request.get("since")) > 0)
                        .toList()));
    });

    @AfterEach
    void close() {
        bench.close();
    }

    private static Map<String, Object> user(int id, Map<String, Object> user) {
        return Map.of("uid", id, "updatedAt", "2024-01-15T10:00:0" + id + "Z", "secret", "x", "user", user);
    }

    private SourceYaml source() {
        return bench.source("timestamp")
                .step(Actions.step("drop", "fields", "secret"))
                .step(Actions.step("flatten"))
                .step(Actions.step("rename", "fields", "id=uid, email=user_mail"));
    }

    @Test
    void recordsAreWrittenAsTheActionsMadeThem() {
        assertThat(bench.sync(source()).error()).isNull();

        assertThat(bench.column("email", String.class)).containsExactly("ann@example.com", "bob@example.com");
        assertThat(bench.column("user_city", String.class)).containsExactly("Oslo", null);
        assertThat(bench.database().states().find("records").orElseThrow().state())
                .hasToString("{\"last_timestamp\":\"2024-01-15T10:00:02Z\"}");
    }

    @Test
    void refusedCheckpointBehindThreeActionsRollsBackTheRows() {
        assertThat(bench.sync(source()).error()).isNull();
        records.add(user(3, Map.of("mail", "cy@example.com")));
        // As another sync does.
        beforeResponse = () -> bench.database().jdbc().update("update tidemark_state set version = version + 1");

        SyncResult result = bench.sync(source());

        assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(bench.rows()).isEqualTo(2);
        beforeResponse = () -> {};
        assertThat(bench.sync(source()).error()).isNull();
        assertThat(bench.rows()).isEqualTo(3);
    }

    @Test
    void pageOfWhichAllRecordsWereFilteredMovesTheCursorAndCountsThem() {
        SyncResult result =
                bench.sync(bench.source("timestamp").step(Actions.step("filter", "where", "${body[uid]} == 9")));

        assertThat(result.error()).isNull();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.rowsWritten()).isZero();
        // The second request reads the last record again.
        assertThat(result.rowsFiltered()).isEqualTo(result.rowsRead()).isEqualTo(3);
        assertThat(bench.database().states().find("records").orElseThrow().state())
                .hasToString("{\"last_timestamp\":\"2024-01-15T10:00:02Z\"}");
    }

    @Test
    void stepThatSendsNothingToTheSinkIsAllowedWhenAllWasFiltered() {
        SourceYaml source = bench.source("timestamp")
                .step(Actions.step("filter", "where", "${body[uid]} == 9"))
                .step(Map.of(
                        "split",
                        Map.of(
                                "expression", Map.of("simple", Map.of("expression", "${body}")),
                                "steps",
                                        List.of(Map.of(
                                                "to",
                                                Map.of(
                                                        "uri",
                                                        "kamelet:jdbc-upsert-sink",
                                                        "parameters",
                                                        Map.of("table", "other")))))));

        assertThat(bench.sync(source).error()).isNull();
    }

    @Test
    void recordThatAnActionRefusesBecomesAReject() {
        records.add(Map.of("uid", 4, "id", 5, "updatedAt", "2024-01-15T10:00:04Z"));

        SyncResult result = bench.sync(source());

        assertThat(result.error()).isNull();
        assertThat(result.rowsRejected()).isEqualTo(1);
        assertThat(bench.rows()).isEqualTo(2);
        assertThat(bench.database().jdbc().queryForObject("select reason from tidemark_rejects", String.class))
                .startsWith("records-rename-action: the record has a field `id` already");
    }
}
