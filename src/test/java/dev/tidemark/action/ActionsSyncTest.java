package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions between a source and the sink: the checkpoint stays in the sink's transaction. */
class ActionsSyncTest {

    private final List<Map<String, Object>> records = new CopyOnWriteArrayList<>(List.of(
            user(1, Map.of("mail", "ann@example.com", "city", "Oslo")), user(2, Map.of("mail", "bob@example.com"))));

    private final SyncBench bench = new SyncBench(request -> {
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
        Processor other = exchange -> bench.database().jdbc().update("update tidemark_state set version = version + 2");

        SyncResult result =
                bench.sync(source().step(Map.of("process", Map.of("ref", "other"))), Map.of("other", other));

        assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(bench.rows()).isEqualTo(2);
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
    void versionColumnFollowsTheCursorFieldThroughActions() {
        SourceYaml source = bench.source("timestamp")
                .step(Actions.step("rename", "fields", "id=uid, meta=user, changed=updatedAt"))
                .step(Actions.step("select", "fields", "id, mail=meta.mail, at=changed"));
        assertThat(bench.sync(source).error()).isNull();
        bench.database()
                .jdbc()
                .update("update \"records\" set \"mail\" = 'newer', \"at\" = timestamp '2025-01-01 00:00:00'");
        bench.database().jdbc().update("delete from tidemark_state");

        assertThat(bench.sync(source).error()).isNull();

        assertThat(bench.column("mail", String.class)).containsExactly("newer", "newer");
    }

    @ParameterizedTest
    @CsvSource({"drop, updatedAt", "select, 'uid, user'", "mask, updatedAt"})
    void withoutTheCursorFieldTheSinkRequiresAVersionColumn(String action, String fields) {
        SourceYaml source = bench.source("timestamp")
                .step(
                        action.equals("mask")
                                ? Actions.step(action, "fields", fields, "method", "redact")
                                : Actions.step(action, "fields", fields))
                .sink("primaryKey", "uid");

        assertThatThrownBy(() -> bench.sync(source))
                .hasStackTraceContaining("`jdbc-upsert-sink` (table `records`)")
                .hasStackTraceContaining("set `versionColumn`");
        assertThat(bench.rows()).isZero();
        assertThat(bench.sync(source.sink("versionColumn", "uid")).error()).isNull();
    }

    @Test
    void cursorFieldThatOnlySomeRecordsKeepIsMissedByTheSink() {
        Map<String, Object> drop = Actions.step("drop", "fields", "updatedAt");
        SourceYaml source = bench.source("timestamp")
                .step(Map.of(
                        "choice",
                        Map.of(
                                "when",
                                List.of(Map.of(
                                        "simple",
                                        Map.of("expression", "${body.size()} == 2"),
                                        "steps",
                                        List.of(drop))))))
                .sink("primaryKey", "uid");

        assertThat(bench.sync(source).error()).contains("set versionColumn, or keep that field");
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
