package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.row.RefusedRecord;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SinkRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.CastUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that are refused before the sink gets them: rejects with their reason, whatever the steps before do. */
@ParameterizedClass
@EnumSource(
        value = DatabaseKind.class,
        names = {"H2", "MARIADB"})
class RefusedRecordTest extends RunningSink {

    private static final Map<String, @Nullable Object> GOOD = Map.of("id", 1, "name", "one");

    RefusedRecordTest(DatabaseKind kind) {
        super(kind);
    }

    @Test
    void aRefusedRecordBecomesARejectAndTheOthersAreWritten() throws Exception {
        start("table: t");
        send(List.of(refused(2), GOOD));

        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertRejected(1);
    }

    @Test
    void aRefusedRecordInAStreamBecomesAReject() throws Exception {
        start("table: t");
        send(List.of(GOOD, refused(2)).iterator());

        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertRejected(1);
    }

    @Test
    void refusedRecordsAloneBecomeRejectsWithoutATable() throws Exception {
        start("table: t");
        send(List.of(refused(2), refused(3)));

        assertRejected(2);
        assertThat(database.exists("t")).isFalse();
    }

    @Test
    void refusedRecordsCountForTheRatioOfRejects() throws Exception {
        start("table: t", "maxRejectRatio: 0.5");
        List<Map<String, @Nullable Object>> records = new ArrayList<>(
                IntStream.range(2, 12).mapToObj(RefusedRecordTest::refused).toList());
        records.add(GOOD);

        assertThatThrownBy(() -> send(records))
                .rootCause()
                .hasMessageContaining("10 of 11 records")
                .hasMessageContaining("row 2 has 3 values");
    }

    @Test
    void aRefusedRecordThatAStepChangesStaysRefused() throws Exception {
        Processor step = exchange -> {
            for (Object each : exchange.getMessage().getBody(List.class)) {
                Map<String, Object> record = CastUtils.cast((Map<?, ?>) each);
                record.put("load", "a");
                record.remove("_values");
            }
        };
        start(
                context -> context.getRegistry().bind("step", step),
                SinkRoute.of("in", "table: t").replace("- to:", "- process: {ref: step}\n        - to:"));
        send(List.of(refused(2)));

        assertThat(rejects().all())
                .singleElement()
                .satisfies(reject -> assertThat(rejects().record(reject.id())).contains("{\"load\":\"a\"}"));
    }

    @Test
    void valuesWithoutNamesStayARejectWhenTheyAreReplayed() throws Exception {
        start("table: t");
        send(List.of(refused(2), GOOD));
        Replay replay = new Replay(null);
        rejects()
                .all()
                .forEach(reject -> replay.add(
                        reject.id(),
                        reject.reason(),
                        rejects().record(reject.id()).orElseThrow()));

        Exchange done = producer().send("direct:in", replay::begin);

        assertThat(done.getException()).isNull();
        assertThat(replay.refused()).isEqualTo(1);
        assertThat(rejects().all()).singleElement().satisfies(reject -> assertThat(reject.reason())
                .contains("unknown which value is missing"));
        assertThat(database.jdbc().queryForMap("select * from \"t\"")).doesNotContainKey("_values");
    }

    @Test
    void recordThatAnActionRefusedStaysARejectWhenItIsReplayed() throws Exception {
        start("table: t");
        send(List.of(
                new RefusedRecord(Map.of("id", 2, "mail", "x"), "records-mask-action: it cannot be masked"), GOOD));
        Replay replay = new Replay(null);
        for (var reject : rejects().all()) {
            replay.add(
                    reject.id(), reject.reason(), rejects().record(reject.id()).orElseThrow());
        }

        producer().send("direct:in", replay::begin);

        assertThat(replay.refused()).isEqualTo(1);
        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertThat(rejects().all()).singleElement().satisfies(reject -> assertThat(reject.reason())
                .isEqualTo("records-mask-action: it cannot be masked"));
    }

    private void assertRejected(int count) {
        assertThat(rejects().all()).hasSize(count).allSatisfy(reject -> {
            assertThat(reject.reason())
                    .isEqualTo("row "
                            + rejects().record(reject.id()).orElseThrow().replaceAll("\\D", "") + " has 3 values");
            assertThat(reject.table()).isEqualTo("t");
        });
    }

    private RejectTable rejects() {
        return new RejectTable(database.dataSource());
    }

    private static Map<String, @Nullable Object> refused(int row) {
        return new RefusedRecord(Map.of("_values", List.of(row)), "row " + row + " has 3 values");
    }
}
