package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths into the JSON columns of a table that is read. */
class JsonColumnPathTest {

    private static final String DATA = "{\"address\": {\"city\": \"Lyon\", \"zip.code\": \"69001\"}}";

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void aColumnOfTheSinkMayComeFromAFieldInsideAJsonColumn(DatabaseKind kind) {
        try (SourceDatabase warehouse = table(kind);
                TestDatabase destination = TestDatabase.open()) {
            assertThat(warehouse
                            .sync(
                                    destination,
                                    SourceDatabase.source("t", "id")
                                            .sink(
                                                    "columns",
                                                    "id:LONG, city=data.address.city:STRING, zip=data.address.zip.code:STRING"))
                            .error())
                    .isNull();
            assertThat(destination.jdbc().queryForMap("select \"city\", \"zip\" from \"records\""))
                    .containsEntry("city", "Lyon")
                    .containsEntry("zip", "69001");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void theCursorOfATableIsAColumn(DatabaseKind kind) {
        try (SourceDatabase warehouse = table(kind);
                TestDatabase destination = TestDatabase.open()) {
            assertThat(warehouse
                            .sync(destination, SourceDatabase.source("t", "id").with("cursorField", "data.updated"))
                            .error())
                    .contains("data.updated")
                    .contains("column");
        }
    }

    private static SourceDatabase table(DatabaseKind kind) {
        SourceDatabase warehouse = new SourceDatabase(kind);
        warehouse.jdbc().execute("create table t (\"id\" bigint, \"updated_at\" timestamp, \"data\" json)");
        String format = kind == DatabaseKind.H2 ? " format json" : "::json";
        warehouse
                .jdbc()
                .execute("insert into t values (1, timestamp '2024-05-17 19:42:31', '" + DATA + "'" + format + ")");
        return warehouse;
    }
}
