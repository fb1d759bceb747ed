package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.StatementProbe;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that are changed while a source reads them. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ChangedTableTest {

    private static final String ADD = "alter table t add column \"note\" varchar(9)";
    private static final String CHANGE =
            "update t set \"note\" = 'new', \"updated_at\" = timestamp '2024-06-01 00:00:00'";
    private static final String DROP = "alter table t drop column \"name\"";
    private static final String NEW = "INFO records: the table t has new columns: note; rows that were read"
            + " before have null there until they change, or until the state is reset";
    private static final String GONE = "WARN records: the table t no longer has the columns: name";

    private final DatabaseKind kind;
    private final SourceDatabase warehouse;
    private final TestDatabase destination = TestDatabase.open();
    private final LogLines log = new LogLines();

    ChangedTableTest(DatabaseKind kind) {
        this.kind = kind;
        this.warehouse = new SourceDatabase(kind);
    }

    @BeforeEach
    void create() {
        execute(
                "create table t (\"id\" bigint, \"name\" varchar(9), \"updated_at\" "
                        + (kind == DatabaseKind.MARIADB ? "datetime" : "timestamp") + ")",
                "insert into t values (1, 'a', timestamp '2024-05-01 00:00:00'), (2, 'b', timestamp '2024-05-02 00:00:00'),"
                        + " (3, 'c', timestamp '2024-05-03 00:00:00'), (4, 'd', timestamp '2024-05-04 00:00:00')");
    }

    @AfterEach
    void close() {
        log.close();
        warehouse.close();
        destination.close();
    }

    @Test
    void aColumnAddedBetweenTwoSyncsOfARunningRouteArrives() throws Exception {
        List<SyncResult> results = run(source(), 3, ADD, CHANGE + " where \"id\" = 2");

        assertThat(results).extracting(SyncResult::error).containsOnlyNulls();
        assertThat(notes()).containsExactly("1 null", "2 new", "3 null", "4 null");
        assertThat(log.all()).containsOnlyOnce(NEW);
    }

    @Test
    void aColumnAddedBetweenTwoPagesArrives() {
        SyncResult result = afterTheFirstChunk(source(), ADD, CHANGE);

        assertThat(result.error()).isNull();
        assertThat(notes()).containsExactly("1 new", "2 new", "3 new", "4 new");
        assertThat(log.all()).containsOnlyOnce(NEW);
    }

    @Test
    void aColumnAddedAfterItsPageWasRequestedArrives() {
        Queue<String> statements = new ArrayDeque<>(List.of(ADD, CHANGE));
        StatementProbe probe = new StatementProbe(warehouse.dataSource(), sql -> {
            if (sql.contains("order by") && !sql.contains("is null")) {
                execute(statements.toArray(String[]::new));
                statements.clear();
            }
        });

        SyncResult result = warehouse.sync(destination, Map.of("probe", probe), source().with("dataSource", "probe"));

        assertThat(result.error()).isNull();
        assertThat(notes()).containsExactly("1 new", "2 new", "3 new", "4 new");
    }

    @Test
    void aColumnThatVanishesBetweenTwoPagesIsReadNoMore() {
        SyncResult result = afterTheFirstChunk(source(), DROP);

        assertThat(result.error()).isNull();
        assertThat(destination.count("\"records\"")).isEqualTo(4);
        assertThat(log.all()).containsOnlyOnce(GONE);
    }

    @Test
    void aNamedColumnThatVanishesBetweenTwoPagesFailsByName() {
        SyncResult result = afterTheFirstChunk(source().with("columns", "id, name"), DROP);

        assertThat(result.error()).contains("has no column `name`").contains("id, updated_at");
        assertThat(destination.count("\"records\"")).isEqualTo(2);
        assertThat(log.all()).containsOnlyOnce(GONE);
    }

    @Test
    void aNamedColumnThatComesBackIsReadByTheNextSync() throws Exception {
        List<SyncResult> results = run(
                source().with("columns", "id, name"),
                3,
                DROP,
                "|",
                "alter table t add column \"name\" varchar(9)",
                "update t set \"name\" = 'e', \"updated_at\" = timestamp '2024-06-01 00:00:00'");

        assertThat(results.get(1).error()).contains("has no column `name`");
        assertThat(results.get(2).error()).isNull();
        assertThat(destination.jdbc().queryForList("select \"name\" from \"records\"", String.class))
                .containsOnly("e")
                .hasSize(4);
    }

    @Test
    void aCursorColumnThatComesBackIsReadByTheNextSync() throws Exception {
        List<SyncResult> results = run(
                source(),
                3,
                "alter table t rename column \"updated_at\" to \"changed_at\"",
                "|",
                "alter table t rename column \"changed_at\" to \"updated_at\"",
                "update t set \"name\" = 'e', \"updated_at\" = timestamp '2024-06-01 00:00:00'");

        assertThat(results.get(1).error()).contains("has no column `updated_at`");
        assertThat(results.get(2).error()).isNull();
        assertThat(destination.jdbc().queryForList("select \"name\" from \"records\"", String.class))
                .containsOnly("e")
                .hasSize(4);
    }

    @Test
    void aTableRecreatedBetweenTwoPagesIsReadAsItIsNow() {
        SyncResult result = afterTheFirstChunk(
                source(),
                "drop table t",
                "create table t (\"id\" int, \"updated_at\" "
                        + (kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp") + ", \"note\" varchar(9))",
                "insert into t values (3, timestamp '2024-06-01 00:00:00', 'new'), (4, timestamp '2024-06-02 00:00:00', 'new')");

        assertThat(result.error()).isNull();
        assertThat(notes()).containsExactly("1 null", "2 null", "3 new", "4 new");
    }

    @Test
    void aTableThatIsGoneIsNamedAndReadAgainOnceItIsThere() throws Exception {
        List<SyncResult> results =
                run(source(), 3, "alter table t rename to away", "|", "alter table away rename to t", ADD, CHANGE);

        assertThat(results.get(1).error()).contains("the table `t` does not exist");
        assertThat(results.get(2).error()).isNull();
        assertThat(notes()).containsExactly("1 new", "2 new", "3 new", "4 new");
    }

    @Test
    void aColumnOfAnotherTypeBetweenTwoPagesArrives() {
        String type =
                switch (kind) {
                    case MARIADB -> "alter table t modify column \"name\" varchar(200)";
                    case H2, POSTGRESQL, DUCKDB -> "alter table t alter column \"name\" set data type varchar(200)";
                };
        SyncResult result = afterTheFirstChunk(
                source(),
                type,
                "update t set \"name\" = 'a text that is longer', \"updated_at\" = timestamp '2024-06-01 00:00:00'");

        assertThat(result.error()).isNull();
        assertThat(destination.jdbc().queryForList("select \"name\" from \"records\"", String.class))
                .containsOnly("a text that is longer")
                .hasSize(4);
    }

    private static SourceYaml source() {
        return SourceDatabase.source("t", "id").with("pageSize", 2).with("chunkSize", 2);
    }

    private void execute(String... statements) {
        for (String statement : statements) {
            warehouse.jdbc().execute(statement);
        }
    }

    private List<String> notes() {
        return destination
                .jdbc()
                .query(
                        "select \"id\", \"note\" from \"records\" order by 1",
                        (row, number) -> row.getLong(1) + " " + row.getString(2));
    }

    /** One sync, whose table is changed while its first chunk is written. */
    private SyncResult afterTheFirstChunk(SourceYaml source, String... statements) {
        Queue<String> all = new ArrayDeque<>(List.of(statements));
        Processor change = exchange -> {
            execute(all.toArray(String[]::new));
            all.clear();
        };
        return warehouse.sync(
                destination, Map.of("change", change), source.step(Map.of("process", Map.of("ref", "change"))));
    }

    /** Syncs of one running route; after each, the statements up to the next bar. */
    private List<SyncResult> run(SourceYaml source, int syncs, String... statements) throws Exception {
        Queue<String> all = new ArrayDeque<>(List.of(statements));
        SyncListener change = new SyncListener() {
            @Override
            public void ended(SyncResult result) {
                while (!all.isEmpty() && !all.element().equals("|")) {
                    execute(all.remove());
                }
                all.poll();
            }
        };
        try (Routes routes = new Routes(
                destination,
                Routes.syncs(syncs),
                context -> {
                    warehouse.bind(context.getRegistry()::bind);
                    context.getRegistry().bind("change", change);
                },
                source.with("period", "100ms").toString())) {
            List<SyncResult> results = new ArrayList<>();
            for (int i = 0; i < syncs; i++) {
                results.add(routes.result());
            }
            return results;
        }
    }
}
