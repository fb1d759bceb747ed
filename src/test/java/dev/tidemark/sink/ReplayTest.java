package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rejects that are written again: what the table takes now is in it and no reject any longer, all else stays. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ReplayTest {

    private static final String COLUMNS = "id:INT, name:STRING, price:DECIMAL(5,2), updatedAt:UTC_DATETIME";

    private final TestDatabase database;
    private final RejectTable rejects;

    ReplayTest(DatabaseKind kind) {
        database = TestDatabase.open(kind);
        rejects = new RejectTable(database.dataSource());
    }

    /** Of three records one is written; the price of 1 is too large, and that of 2 is not a number. */
    @BeforeEach
    void reject() throws Exception {
        SinkRoute.write(
                database,
                List.of(
                        record(1, "12345.670", "2024-01-01T00:00:00Z"),
                        record(2, "dear", "2024-01-02T00:00:00.5Z"),
                        record(3, "3", "2024-01-03T00:00:00Z")),
                "table: t",
                "columns: '" + COLUMNS + "'");
        assertThat(rejects.all()).hasSize(2).allSatisfy(reject -> {
            assertThat(reject.source()).isEqualTo("jdbc-upsert-sink");
            assertThat(reject.table()).isEqualTo("t");
            assertThat(reject.reason()).contains("price");
        });
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void whatIsTakenNowIsWrittenAndNoRejectAnyLonger() throws Exception {
        database.jdbc().execute("drop table \"t\"");
        Replay replay = replay(COLUMNS.replace("5,2", "20,3"));

        assertThat(replay.written()).isEqualTo(1);
        assertThat(replay.refused()).isEqualTo(1);
        assertThat(database.jdbc().queryForList("select \"price\" from \"t\"", String.class))
                .containsExactly("12345.670");
        assertThat(rejects.all()).singleElement().satisfies(reject -> assertThat(
                        rejects.record(reject.id()).orElseThrow())
                .contains("dear"));
    }

    @Test
    void whatIsRefusedAgainStaysOnceWithItsNewReason() throws Exception {
        List<String> before = ids();
        database.jdbc().execute("drop table \"t\"");

        Replay replay = replay(COLUMNS.replace("DECIMAL(5,2)", "BOOLEAN"));

        assertThat(replay.written()).isZero();
        assertThat(replay.refused()).isEqualTo(2);
        assertThat(ids()).isEqualTo(before);
        assertThat(rejects.all())
                .allSatisfy(reject -> assertThat(reject.reason()).contains("boolean"));
        assertThat(database.count("\"t\"")).isZero();
    }

    @Test
    void anOlderRecordDoesNotReplaceANewerRow() throws Exception {
        database.jdbc().execute("drop table \"t\"");
        String columns = COLUMNS.replace("DECIMAL(5,2)", "STRING");
        SinkRoute.write(
                database,
                record(1, "new", "2024-06-01T00:00:00Z"),
                "table: t",
                "columns: '" + columns + "'",
                "versionColumn: updatedAt");

        Replay replay = replay(columns);

        assertThat(replay.written()).isEqualTo(1);
        assertThat(replay.refused()).isZero();
        assertThat(rejects.all()).isEmpty();
        assertThat(database.jdbc().queryForList("select \"price\" from \"t\" order by \"id\"", String.class))
                .containsExactly("new", "dear");
    }

    @Test
    void aReplayThatFailsForgetsNothing() throws Exception {
        List<String> before = ids();
        database.jdbc().execute("drop table \"t\"");
        database.jdbc().execute("create view \"t\" as select 1 as \"id\"");

        assertThatThrownBy(() -> replay("id:INT, name:STRING")).isInstanceOf(Exception.class);

        assertThat(ids()).isEqualTo(before);
        database.jdbc().execute("drop view \"t\"");
    }

    private List<String> ids() {
        return rejects.all().stream().map(StoredReject::id).toList();
    }

    private Replay replay(String columns) throws Exception {
        Replay replay = new Replay("updatedAt");
        rejects.all()
                .forEach(reject -> replay.add(
                        reject.id(),
                        reject.reason(),
                        rejects.record(reject.id()).orElseThrow()));
        String route = SinkRoute.of("in", "table: t", "columns: '" + columns + "'");
        try (Routes routes = new Routes(database, Map.of(), route)) {
            Exchange done = routes.context().createProducerTemplate().send("direct:in", replay::begin);
            if (done.getException() != null) {
                throw done.getException();
            }
        }
        return replay;
    }

    private static Map<String, Object> record(int id, String price, String updatedAt) {
        return new HashMap<>(Map.of("id", id, "name", "n" + id, "price", price, "updatedAt", updatedAt));
    }
}
