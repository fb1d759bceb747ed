package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects whose fields become columns. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class NestedColumnsTest extends RunningSink {

    NestedColumnsTest(DatabaseKind kind) {
        super(kind);
    }

    private Map<String, Object> row(int id) {
        return database.jdbc().queryForMap("select * from \"t\" where \"id\" = ?", id);
    }

    private List<String> reasons() {
        return database.jdbc().queryForList("select reason from tidemark_rejects", String.class);
    }

    @Test
    void fieldsOfObjectsAreColumnsAndArraysStayJson() throws Exception {
        start("table: t", "nested: columns");
        send(
                "[{\"id\":1,\"user\":{\"name\":\"a\",\"profile\":{\"e.mail\":\"b\"}},\"tags\":[1,2]},{\"id\":2,\"user\":null}]");

        assertThat(row(1)).containsEntry("user_name", "a").containsEntry("user_profile_e_mail", "b");
        assertThat(String.valueOf(row(1).get("tags"))).isNotEqualTo("null");
        assertThat(row(1)).doesNotContainKey("user");
        assertThat(row(2)).containsEntry("user_name", null);
    }

    @Test
    void anObjectThatBecomesNullEmptiesItsColumns() throws Exception {
        start("table: t", "nested: columns");
        send("[{\"id\":1,\"user\":{\"name\":\"a\"}}]");
        send("[{\"id\":1,\"user\":null}]");

        assertThat(row(1)).containsEntry("user_name", null);
    }

    @Test
    void keyAndVersionMayBePaths() throws Exception {
        start("table: t", "nested: columns", "primaryKey: ref.id", "versionColumn: meta.v");
        send("[{\"ref\":{\"id\":1},\"meta\":{\"v\":2},\"n\":2}]");
        send("[{\"ref\":{\"id\":1},\"meta\":{\"v\":1},\"n\":1},{\"ref\":{\"id\":2},\"meta\":{\"v\":1},\"n\":3}]");

        assertThat(database.jdbc().queryForList("select \"n\" from \"t\" order by \"ref_id\"", Long.class))
                .containsExactly(2L, 3L);
    }

    @Test
    void twoFieldsNeverBecomeOneColumn() throws Exception {
        start("table: t", "nested: columns", "maxRejectRatio: 1");
        send("[{\"id\":1,\"user\":{\"name\":\"a\"},\"user_name\":\"b\"},{\"id\":2,\"user\":{\"name\":\"c\"}}]");
        send("[{\"id\":3,\"user_name\":\"d\"}]");

        assertThat(database.jdbc().queryForList("select \"user_name\" from \"t\"", String.class))
                .containsExactly("c");
        assertThat(reasons()).hasSize(2).allSatisfy(reason -> assertThat(reason)
                .contains("the fields `user.name` and `user_name` both become the column `user_name`"));
    }

    @Test
    void aNameBeyondTheLimitEndsWithItsHash() throws Exception {
        start("table: t", "nested: columns");
        String a = "a".repeat(200);
        send("[{\"id\":1,\"%s\":{\"%s\":1,\"%sb\":2}}]".formatted(a, a, a));

        List<String> names =
                row(1).keySet().stream().filter(name -> name.startsWith("aaa")).toList();
        assertThat(names).hasSize(2);
        if (kind != DatabaseKind.DUCKDB) {
            int limit = kind == DatabaseKind.H2 ? 256 : kind == DatabaseKind.POSTGRESQL ? 63 : 64;
            assertThat(names).allSatisfy(name -> assertThat(name).hasSize(limit).matches("a+[a_]*_[0-9a-f]{8}"));
        }
    }

    @Test
    void objectsBeyondTheDepthMakeTheRecordAReject() throws Exception {
        start("table: t", "nested: columns");
        String deep = "{\"a\":".repeat(80) + "1" + "}".repeat(80);
        send("[{\"id\":1,\"x\":" + deep + "},{\"id\":2,\"x\":{\"a\":1}}]");

        assertThat(row(2)).containsEntry("x_a", 1L);
        assertThat(reasons()).singleElement().asString().contains("`x` has more than 64 levels of objects");
    }
}
