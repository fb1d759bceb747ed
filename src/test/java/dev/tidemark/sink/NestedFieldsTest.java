package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.LogLines;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns, keys and versions from fields inside objects. */
@ParameterizedClass
@EnumSource(
        value = DatabaseKind.class,
        names = {"H2", "POSTGRESQL"})
class NestedFieldsTest extends RunningSink {

    NestedFieldsTest(DatabaseKind kind) {
        super(kind);
    }

    private static String user(Object id, String name, String updated) {
        return "{\"user\":{\"ref\":{\"id\":%s}},\"name\":\"%s\",\"meta\":{\"updated.at\":\"%s\"}}"
                .formatted(id, name, updated);
    }

    private List<String> names() {
        return database.jdbc().queryForList("select \"name\" from \"t\" order by \"user_ref_id\"", String.class);
    }

    private List<String> reasons() {
        return database.jdbc().queryForList("select reason from tidemark_rejects", String.class);
    }

    private List<String> columns() throws Exception {
        return Stream.of(database.jdbc()
                        .queryForRowSet("select * from \"t\"")
                        .getMetaData()
                        .getColumnNames())
                .toList();
    }

    @Test
    void keyAndVersionAreMadeFromPathsBesideInferredColumns() throws Exception {
        start("table: t", "primaryKey: user.ref.id", "versionColumn: meta.updated.at");
        send("[" + user(1, "new", "2026-02-02T00:00:00Z") + "," + user(2, "a", "2026-02-01T00:00:00Z") + "]");
        send("[" + user(1, "old", "2026-02-01T00:00:00Z") + "," + user(2, "b", "2026-02-03T00:00:00Z") + "]");

        assertThat(names()).containsExactly("new", "b");
        assertThat(columns()).contains("user", "name", "meta", "user_ref_id", "meta_updated_at");
    }

    @Test
    void keyAndVersionAreMadeFromPathsBesideDeclaredColumns() throws Exception {
        start("table: t", "primaryKey: /user/ref/id", "versionColumn: meta.updated.at", "columns: 'name:STRING'");
        send("[" + user(1, "new", "2026-02-02T00:00:00Z") + "," + user(2, "a", "2026-02-01T00:00:00Z") + "]");
        send("[" + user(1, "old", "2026-02-01T00:00:00Z") + "," + user(2, "b", "2026-02-03T00:00:00Z") + "]");

        assertThat(names()).containsExactly("new", "b");
        assertThat(columns()).containsExactlyInAnyOrder("name", "user_ref_id", "meta_updated_at", "_synced_at");
    }

    @Test
    void declaredColumnOfThePathsNameGivesItsType() throws Exception {
        start("table: t", "primaryKey: user.ref.id", "columns: 'name:STRING, user_ref_id:STRING'");
        send(user(1, "a", ""));

        assertThat(database.jdbc().queryForList("select \"user_ref_id\" from \"t\"", Object.class))
                .containsExactly("1");
    }

    @Test
    void columnTakesTheFieldThatItNames() throws Exception {
        start(
                "table: t",
                "primaryKey: id",
                "columns: 'id=user.ref.id:LONG, at=/meta/updated.at:UTC_DATETIME, name:STRING'");
        try (LogLines log = new LogLines()) {
            send(user(1, "a", "2026-02-02T00:00:00Z"));
            assertThat(log.all()).noneMatch(line -> line.contains("left out") || line.contains("none of"));
        }

        assertThat(database.jdbc().queryForMap("select \"id\", \"name\" from \"t\" where \"at\" is not null"))
                .isEqualTo(Map.of("id", 1L, "name", "a"));
    }

    @Test
    void recordWithoutItsKeyIsRejectedWithThePath() throws Exception {
        start("table: t", "primaryKey: user.ref.id");
        send("[" + user(1, "a", "") + "," + user("null", "b", "") + ",{\"user\":\"none\",\"name\":\"c\"}]");

        assertThat(names()).containsExactly("a");
        assertThat(reasons())
                .hasSize(2)
                .containsOnly("the primary key [user_ref_id (from user.ref.id)] has no value in this record");
    }

    @Test
    void valueThatDoesNotFitIsShownInTheReject() throws Exception {
        start("table: t", "primaryKey: id", "columns: 'id=user.ref.id:LONG, n=user.n:LONG'");
        send("[{\"user\":{\"ref\":{\"id\":1},\"n\":\"many\"}}]");

        assertThat(reasons())
                .singleElement()
                .asString()
                .contains("column n is LONG")
                .contains("many");
    }

    @Test
    void fieldWhoseNameHasTheDotsKeepsItsColumn() throws Exception {
        start("table: t", "primaryKey: user.id");
        send("[{\"user.id\":1,\"name\":\"a\",\"user\":{\"id\":5}}]");
        send("[{\"user.id\":2,\"name\":\"b\"}]");

        assertThat(database.jdbc().queryForList("select \"user.id\" from \"t\" order by 1", Object.class))
                .containsExactly(1L, 2L);
        assertThat(columns()).doesNotContain("user_id");
    }

    @Test
    void fieldOfThePathsNameIsNeverMixedWithIt() throws Exception {
        start("table: t", "primaryKey: user.id");
        assertThatThrownBy(() -> send("[{\"user\":{\"id\":1},\"user_id\":7}]"))
                .rootCause()
                .hasMessage("primaryKey `user.id` would be the column `user_id`, and records also have a field"
                        + " `user_id`; declare columns, and name the field of this one: `user_id=user.id:TYPE`");
    }

    @Test
    void fieldsAroundARecordBecomeColumnsOnlyWhereTheyAreNamed() throws Exception {
        String item = "[{\"sku\":\"x\",\"..\":{\"id\":1,\"note\":\"n\"}},{\"sku\":\"x\",\"..\":{\"id\":2}}]";
        start("table: t", "primaryKey: '../id, sku'");
        send(item);

        assertThat(columns()).containsExactlyInAnyOrder("sku", "parent_id", "_synced_at");
        assertThat(database.jdbc().queryForList("select \"parent_id\" from \"t\" order by 1", Object.class))
                .containsExactly(1L, 2L);
    }
}
