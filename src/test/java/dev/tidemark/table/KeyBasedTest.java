package dev.tidemark.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceDatabase.Kind;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of real databases. */
class KeyBasedTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final TestDatabase destination = TestDatabase.open();

    @AfterEach
    void close() {
        destination.close();
    }

    @ParameterizedTest
    @EnumSource
    void theShippedSourceFollowsTheSampleTable(Kind kind) throws Exception {
        try (SourceDatabase warehouse = new SourceDatabase(kind, folder)) {
            SampleTable.create(warehouse.dataSource());
            String yaml = Routes.file("routes/customers.yaml");

            SyncResult first = warehouse.sync(destination, yaml);
            assertThat(first.error()).isNull();
            assertThat(first.rowsWritten()).isEqualTo(5);
            assertThat(String.valueOf(first.state()))
                    .isEqualTo("{\"last_updated_at\":\"2025-01-09T06:00:00\",\"last_key\":5}");
            assertThat(warehouse.sync(destination, yaml).rowsWritten()).isZero();

            warehouse
                    .jdbc()
                    .update(
                            "update customers set email = 'a@b.c', updated_at = timestamp '2025-01-09 06:00:00' where customer_id = 2");
            assertThat(warehouse.sync(destination, yaml).rowsWritten()).isEqualTo(1);
            assertThat(destination
                            .jdbc()
                            .queryForList("select \"updated_at\" from \"customers\" order by 1", String.class))
                    .startsWith("2024-02-03 08:15:00", "2024-05-17 19:42:31.25");
        }
    }

    @ParameterizedTest
    @EnumSource
    void microsecondsAreKeptAndDistinguishNewerFromOlder(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create table t (id bigint primary key, updated_at timestamp(6))",
                "insert into t select x, timestamp '2024-05-17 19:42:31.123450' + x * interval '0.000001' second from "
                        + range(kind, 9))) {
            SourceYaml source = SourceDatabase.source("t", "id").with("pageSize", 2);

            assertThat(warehouse.sync(destination, source).rowsWritten()).isEqualTo(9);
            assertThat(destination
                            .jdbc()
                            .queryForList("select \"updated_at\" from \"records\" order by 1", String.class))
                    .first()
                    .asString()
                    .contains("19:42:31.123451");
            warehouse.jdbc().update("insert into t values (10, timestamp '2024-05-17 19:42:31.123460')");
            SyncResult second = warehouse.sync(destination, source);
            assertThat(second.rowsWritten()).isEqualTo(1);
            assertThat(second.rowsRead()).isLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tiesLargerThanAPageArriveByACompositeKeyAndNoPageHoldsMoreThanItsSize(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create table t (a varchar(9), b bigint, updated_at timestamp, primary key (a, b))",
                "insert into t select 'k' || cast(mod(x, 3) as varchar), x, timestamp '2024-05-17 19:42:31' from "
                        + range(kind, 95))) {
            AtomicInteger most = new AtomicInteger();
            Processor probe = exchange -> most.accumulateAndGet(
                    exchange.getMessage().getBody(List.class).size(), Math::max);
            SourceYaml source = SourceDatabase.source("t", "a, b")
                    .with("pageSize", 10)
                    .step(Map.of("process", Map.of("ref", "probe")));

            SyncResult first = warehouse.sync(destination, Map.of("probe", probe), source);

            assertThat(first.error()).isNull();
            assertThat(destination.count("\"records\"")).isEqualTo(95);
            assertThat(most).hasValueLessThanOrEqualTo(10);
            assertThat(warehouse
                            .sync(destination, Map.of("probe", probe), source)
                            .rowsWritten())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aViewWithNamesInOtherCaseAndNamesThatAreWordsOfSql(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create table \"Base Table\" (\"Id\" bigint, \"Order\" varchar(9), \"why?\" int, \"Changed At\" timestamp)",
                "insert into \"Base Table\" values (1, 'x', 2, timestamp '2024-05-17 19:42:31')",
                "create view \"select\" as select * from \"Base Table\"")) {
            SourceYaml source = SourceDatabase.source("SELECT", "id").with("cursorField", "changed at");

            SyncResult result = warehouse.sync(destination, source);

            assertThat(result.error()).isNull();
            assertThat(destination.jdbc().queryForMap("select \"id\", \"Order\", \"why?\" from \"records\""))
                    .containsEntry("id", 1L)
                    .containsEntry("Order", "x");
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheColumnsWantedAndThoseThatAreNeededAreRead(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create table t (id bigint, name varchar(9), secret varchar(9), updated_at timestamp)",
                "insert into t values (1, 'x', 'hidden', timestamp '2024-05-17 19:42:31')")) {
            warehouse.sync(destination, SourceDatabase.source("t", "id").with("columns", "name"));

            assertThat(destination.jdbc().queryForMap("select * from \"records\""))
                    .containsOnlyKeys("id", "name", "updated_at", "_synced_at");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherTableWhoseNameFitsAsAPatternIsNotTakenForIt(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create schema s_a",
                "create schema sxa",
                "create table s_a.t_b (id bigint, updated_at timestamp)",
                "create table s_a.txb (id bigint, updated_at timestamp, wrong varchar(9))",
                "create table sxa.t_b (id bigint, updated_at timestamp, wrong varchar(9))",
                "create table t_b (id bigint, updated_at timestamp, wrong varchar(9))",
                "insert into s_a.t_b values (1, timestamp '2024-05-17 19:42:31')")) {
            SyncResult result = warehouse.sync(destination, SourceDatabase.source("s_a.t_b", "id"));

            assertThat(result.error()).isNull();
            assertThat(destination.jdbc().queryForMap("select * from \"records\""))
                    .doesNotContainKey("wrong");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithoutACursorAreReadByTheFirstSyncAndCountedByEach(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create table t (id bigint, name varchar(9), updated_at timestamp)",
                "insert into t select x, 'old', null from " + range(kind, 7),
                "insert into t values (8, 'x', timestamp '2024-05-17 19:42:31')")) {
            SourceYaml source = SourceDatabase.source("t", "id").with("pageSize", 3);

            SyncResult first = warehouse.sync(destination, source);
            assertThat(first.error()).isNull();
            assertThat(destination.count("\"records\"")).isEqualTo(8);
            assertThat(first.warnings()).singleElement().asString().contains("7 rows without updated_at");

            warehouse.jdbc().update("update t set name = 'new' where id = 2");
            SyncResult second = warehouse.sync(destination, source);
            assertThat(second.rowsWritten()).isZero();
            assertThat(second.warnings()).singleElement().asString().contains("7 rows without updated_at");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsBeforeTheInitialCursorAreCountedForTheyAreNotRead(Kind kind) {
        try (SourceDatabase warehouse = rows(
                kind,
                "create table t (id bigint, updated_at timestamp)",
                "insert into t values (1, timestamp '2023-12-31 23:59:59'), (2, timestamp '2024-01-01 00:00:00')")) {
            SourceYaml source = SourceDatabase.source("t", "id");

            SyncResult first = warehouse.sync(destination, source);
            assertThat(destination.count("\"records\"")).isEqualTo(1);
            assertThat(first.warnings())
                    .singleElement()
                    .asString()
                    .contains("1 row", "before initialCursor 2024-01-01T00:00:00Z");
            assertThat(warehouse.sync(destination, source).warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsCommittedLaterThanYoungerOnesArrivesWithinTheDelay(Kind kind) throws Exception {
        try (SourceDatabase warehouse = rows(kind, "create table t (id bigint, updated_at timestamp with time zone)");
                Connection late = warehouse.direct().getConnection();
                Statement statement = late.createStatement()) {
            SourceYaml source = SourceDatabase.source("t", "id").with("delay", "5m");
            late.setAutoCommit(false);
            statement.execute("insert into t values (1, current_timestamp)");
            warehouse.jdbc().update("insert into t values (2, current_timestamp)");

            SyncResult meanwhile = warehouse.sync(destination, source);
            assertThat(meanwhile.error()).isNull();
            assertThat(meanwhile.rowsRead()).isZero();
            late.commit();
            assertThat(warehouse.sync(destination, source).rowsRead()).isZero();

            // As if minutes had passed.
            warehouse
                    .jdbc()
                    .update("update t set updated_at = cast('2024-05-17 19:42:31+00' as timestamp with time zone)");
            assertThat(warehouse.sync(destination, source).state()).isNotNull();
            assertThat(destination.count("\"records\"")).isEqualTo(2);
        }
    }

    /** What the delay is for: without it, the row is gone for good. */
    @Test
    void withoutADelayItDoesNot() throws Exception {
        try (SourceDatabase warehouse =
                        rows(Kind.H2, "create table t (id bigint, updated_at timestamp with time zone)");
                Connection late = warehouse.direct().getConnection();
                Statement statement = late.createStatement()) {
            SourceYaml source = SourceDatabase.source("t", "id");
            late.setAutoCommit(false);
            statement.execute("insert into t values (1, timestamp with time zone '2024-05-17 19:42:31Z')");
            warehouse.jdbc().update("insert into t values (2, timestamp with time zone '2024-05-17 19:42:32Z')");
            warehouse.sync(destination, source);
            late.commit();

            assertThat(warehouse.sync(destination, source).rowsWritten()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, timestamp, current_timestamp",
        "timestamp with time zone, timestamp, current_timestamp",
        "bigint, epoch-millis, EPOCH * 1000",
        "bigint, epoch-seconds, EPOCH",
        "'decimal(20,6)', epoch-seconds, EPOCH"
    })
    void theDelayHoldsForEachKindOfCursor(String type, String cursorType, String now) {
        for (Kind kind : Kind.values()) {
            String epoch = kind == Kind.H2
                    ? "cast(extract(epoch from current_timestamp) as bigint)"
                    : "cast(epoch(current_timestamp) as bigint)";
            try (SourceDatabase warehouse = rows(
                    kind,
                    "create table t (id bigint, updated_at " + type + ")",
                    "insert into t values (1, " + now.replace("EPOCH", epoch) + ")")) {
                SourceYaml source = SourceDatabase.source("t", "id").with("cursorType", cursorType);
                if (!cursorType.equals("timestamp")) {
                    source.with("initialCursor", 0);
                }
                SyncResult young = warehouse.sync(destination, source.with("delay", "15h"));
                assertThat(young.error()).as(kind.name()).isNull();
                assertThat(young.rowsRead()).isZero();
                // The machine's zone may differ from the column's by up to 14 hours.
                assertThat(warehouse
                                .sync(destination, source.with("delay", "0s").with("maxSkew", "15h"))
                                .rowsRead())
                        .isEqualTo(1);
                destination.jdbc().execute("drop all objects");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueIsNeverTakenForSql(Kind kind) {
        try (SourceDatabase warehouse = new SourceDatabase(kind, folder);
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute("create table t (id varchar(40), updated_at timestamp)");
            for (String id :
                    List.of("' or 1 = 1 --", "'; drop table t; --", "?", ":?key0", "it''s", "\\'", "#0", "z")) {
                warehouse.jdbc().update("insert into t values (?, timestamp '2024-05-17 19:42:31')", id);
            }

            SyncResult result =
                    warehouse.sync(destination, SourceDatabase.source("t", "id").with("pageSize", 1));

            assertThat(result.error()).isNull();
            assertThat(destination.count("\"records\"")).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table | t\"; drop table t;--",
                "table | t; select 1",
                "table | (select 1)",
                "table | t t2",
                "table | %",
                "table | _",
                "keyField | id; drop table t",
                "keyField | id\" or 1=1 --",
                "keyField | 1",
                "cursorField | updated_at) or (1=1",
                "cursorField | current_timestamp",
                "columns | id, (select 1) as x",
                "columns | *, id",
                "columns | count(*)"
            })
    void aNameIsNeverTakenForSql(String parameter, String name) {
        for (Kind kind : Kind.values()) {
            try (SourceDatabase warehouse = rows(
                    kind,
                    "create table t (id bigint, updated_at timestamp)",
                    "insert into t values (1, timestamp '2024-05-17 19:42:31')")) {
                SyncResult result = warehouse.sync(
                        destination,
                        SourceDatabase.source("t", "id").with(parameter, name).sink("primaryKey", "id"));

                assertThat(result.error()).containsAnyOf("does not exist", "has no column");
                assertThat(warehouse.jdbc().queryForObject("select count(*) from t", Long.class))
                        .isEqualTo(1);
            }
        }
    }

    private SourceDatabase rows(Kind kind, String... statements) {
        SourceDatabase warehouse = new SourceDatabase(kind, folder);
        for (String statement : statements) {
            warehouse.jdbc().execute(statement);
        }
        return warehouse;
    }

    private static String range(Kind kind, int count) {
        return kind == Kind.H2 ? "system_range(1, " + count + ") r(x)" : "range(1, " + (count + 1) + ") r(x)";
    }
}
