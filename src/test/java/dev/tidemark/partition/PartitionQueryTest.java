package dev.tidemark.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.Partition;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Partitions that are the rows of a query. */
class PartitionQueryTest {

    private static Partitions partitions(TestDatabase database, String query, String url) {
        Partitions partitions = new Partitions();
        partitions.setPartitionQuery(query);
        partitions.setDataSource(database.dataSource());
        partitions.setUrl("https://api.example.com/" + url);
        partitions.setQuery("since={cursor}");
        return partitions;
    }

    private static List<Partition> read(TestDatabase database, String query, String url) {
        List<Partition> found = new ArrayList<>();
        partitions(database, query, url).read(found::add);
        database.assertIdle();
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void rowsArePartitionsWithTypedValues(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            database.jdbc()
                    .execute("create table parent (id bigint, code varchar(20), amount decimal(30,5), ratio"
                            + " double precision, ok boolean, uid uuid, born date, made timestamp)");
            database.jdbc()
                    .execute("insert into parent values (9007199254740993, 'ä/b', 1234567890123456789.50000, 0.25,"
                            + " true, '0b0ef0ba-5a3c-4b4f-9c8e-9a0d7a0f0001', date '2024-02-29',"
                            + " timestamp '2024-02-29 10:00:00')");
            database.jdbc().execute("insert into parent (id, code) values (2, 'c')");

            List<Partition> found = read(database, "select * from parent order by id desc", "{id}/{code}");

            assertThat(found)
                    .extracting(each -> inSmallLetters(each.values().toString()))
                    .containsExactly(
                            "{\"id\":9007199254740993,\"code\":\"ä/b\",\"amount\":1234567890123456789.50000,\"ratio\":0.25,"
                                    + "\"ok\":true,\"uid\":\"0b0ef0ba-5a3c-4b4f-9c8e-9a0d7a0f0001\",\"born\":\"2024-02-29\","
                                    + "\"made\":\"2024-02-29T10:00:00\"}",
                            "{\"id\":2,\"code\":\"c\",\"amount\":null,\"ratio\":null,\"ok\":null,\"uid\":null,\"born\":null,"
                                    + "\"made\":null}");
        }
    }

    /** Names without quotes are in capital letters in H2. */
    private static String inSmallLetters(String json) {
        return Pattern.compile("\"[A-Z]+\":").matcher(json).replaceAll(name -> name.group()
                .toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @EnumSource
    void manyRowsAreReadOnceAndWhileOthersWrite(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            database.jdbc().execute("create table parent (id int, copy int)");
            database.jdbc().execute("create table seen (id int)");
            database.jdbc()
                    .execute(
                            kind == DatabaseKind.H2
                                    ? "insert into parent select x, 0 from system_range(1, 2500)"
                                    : kind == DatabaseKind.MARIADB
                                            ? "insert into parent select seq, 0 from seq_1_to_2500"
                                            : "insert into parent select i, 0 from generate_series(1, 2500) t(i)");
            database.jdbc().execute("insert into parent select id, 1 from parent");
            Set<String> ids = new HashSet<>();
            List<Partition> found = new ArrayList<>();

            partitions(database, "select id, copy from parent order by copy, id", "{id}")
                    .read(partition -> {
                        if (found.size() % 1000 == 0) {
                            database.jdbc().update("insert into seen values (1)");
                        }
                        found.add(partition);
                        ids.add(partition.id());
                    });

            assertThat(found)
                    .hasSize(2500)
                    .allMatch(each -> each.values().path("copy").asInt() == 0);
            assertThat(ids).hasSize(2500);
            assertThat(database.count("seen")).isEqualTo(3);
            database.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatIsMissingNamesTheParameterAfter(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            assertThatThrownBy(() -> read(database, "select id from parents", "{id}"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("partitionQuery failed: ")
                    .hasMessageContaining("parents")
                    .hasMessageContaining("set after to its name");
            database.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherMistakeInTheQueryDoesNotNameAfter(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            database.jdbc().execute("create table parent (id int)");

            assertThatThrownBy(() -> read(database, "select idd as id from parent", "{id}"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("idd")
                    .hasMessageEndingWith("; correct the query");
        }
    }

    @ParameterizedTest
    @EnumSource
    void binaryColumnsAreRefusedByName(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            String type =
                    kind == DatabaseKind.POSTGRESQL ? "bytea" : kind == DatabaseKind.MARIADB ? "varbinary(9)" : "blob";
            database.jdbc().execute("create table parent (id int, picture " + type + ")");
            database.jdbc().update("insert into parent values (1, ?)", (Object) new byte[] {1, 2});

            assertThatThrownBy(() -> read(database, "select id, picture from parent", "{id}"))
                    .hasMessageContainingAll("the binary column `", "; cast it to a text");
            database.assertIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueryChangesNothing(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            assertThat(read(database, "with p as (select 1 as id) select id from p;", "{id}"))
                    .hasSize(1);
            if (kind == DatabaseKind.POSTGRESQL) {
                database.jdbc().execute("create table parent (id int)");
                read(database, "with p as (insert into parent values (1) returning id) select id from p", "{id}");

                assertThat(database.count("parent")).isZero();
            }
        }
    }

    @Test
    void aQueryWithoutRowsHasNoPartitions() {
        try (TestDatabase database = TestDatabase.open()) {
            assertThat(read(database, "select 1 as id where false", "{id}")).isEmpty();
        }
    }

    /** H2 has names in capital letters. */
    @Test
    void theNameInBracesCountsWhereCaseDiffers() {
        try (TestDatabase database = TestDatabase.open()) {
            assertThat(read(database, "select 1 as user_id, 2 as other", "{user_Id}"))
                    .extracting(each -> each.values().toString())
                    .containsExactly("{\"user_Id\":1,\"OTHER\":2}");
        }
    }

    /** A number identifies a partition as its text does. */
    @Test
    void theIdentityHasTextsAndNoOtherColumns() {
        try (TestDatabase database = TestDatabase.open()) {
            String id =
                    read(database, "select 1 as id, 'x' as name", "{id}").get(0).id();

            assertThat(read(database, "select '1' as id", "{id}").get(0).id()).isEqualTo(id);
            assertThat(read(database, "select 2 as id, 'x' as name", "{id}")
                            .get(0)
                            .id())
                    .isNotEqualTo(id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1 as id, 2 as \"Id\" | {id} | the column `Id` twice",
                "select 1 as id, 2 as id | {id} | the column `ID` twice",
                "select 1 as id, 2 as page | {id} | reserved",
                "select 1 as id, count(*) | {id} | rename the column",
                "select 1 as idd | {id} | url has {id}, which partitionQuery does not have; its names are IDD; did you mean `IDD`?",
                "select 1 as id | {id}/{team} | url has {team}, which partitionQuery does not have; its names are id",
                "select cast(null as int) as id | {id} | a row without a value for {id}; exclude such rows in the query",
                "select null as id | {id} | partitionQuery: the column `ID` is of the type NULL",
                "select array[1, 2] as id | {id} | an array or an object in the column `id`: [1,2]",
            })
    void rowsThatDoNotMakePartitionsAreRefused(String query, String url, String told) {
        try (TestDatabase database = TestDatabase.open()) {
            assertThatThrownBy(() -> read(database, query, url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(told);
            database.assertIdle();
        }
    }

    @Test
    void aFailureOfWhoTakesThePartitionsIsPassedOn() {
        try (TestDatabase database = TestDatabase.open()) {
            assertThatThrownBy(
                            () -> partitions(database, "select 1 as id", "{id}").read(partition -> {
                                throw new IllegalStateException("full");
                            }))
                    .hasMessage("full");
            database.assertIdle();
        }
    }
}
