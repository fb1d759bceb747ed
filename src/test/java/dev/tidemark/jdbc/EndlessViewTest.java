package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sync.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.StatementProbe;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that seem to change all the time. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class EndlessViewTest {

    private final DatabaseKind kind;
    private final SourceDatabase warehouse;
    private final TestDatabase destination = TestDatabase.open();

    EndlessViewTest(DatabaseKind kind) {
        this.kind = kind;
        this.warehouse = new SourceDatabase(kind);
    }

    @AfterEach
    void close() {
        warehouse.close();
        destination.close();
    }

    @Test
    void aViewWhoseCursorIsTheTimeFailsWithWhatToChange() {
        create("timestamp");
        for (int i = 0; i < 7; i++) {
            insert(i, now(0));
        }
        warehouse
                .jdbc()
                .execute("create view v as select \"id\", "
                        + (kind == DatabaseKind.MARIADB ? "now(6)" : "current_timestamp")
                        + " as \"updated_at\" from t");

        SyncResult result = warehouse.sync(
                destination,
                SourceDatabase.source("v", "id").with("delay", "0s").with("pageSize", 3));

        assertThat(result.error())
                .contains("the same 3 rows came again and again, and only `updated_at` had moved")
                .contains("name a cursorField that is stored with the row");
        assertThat(result.pages()).isLessThan(8);
    }

    @Test
    void aTableWhoseRowsAreAllChangedTwiceMeanwhileIsRead() {
        create("timestamp");
        for (int i = 0; i < 7; i++) {
            insert(i, now(-1000));
        }
        List<Integer> changes = new ArrayList<>(List.of(-900, -800));
        StatementProbe probe = new StatementProbe(warehouse.dataSource(), sql -> {
            if (sql.contains("order by") && !sql.contains("is null") && !changes.isEmpty()) {
                warehouse.jdbc().update("update t set \"updated_at\" = " + now(changes.remove(0)));
            }
        });

        SyncResult result = warehouse.sync(
                destination,
                Map.of("probe", probe),
                SourceDatabase.source("t", "id").with("dataSource", "probe").with("pageSize", 3));

        assertThat(result.error()).isNull();
        assertThat(ids()).hasSize(7);
    }

    private void create(String type) {
        warehouse
                .jdbc()
                .execute("create table t (\"id\" bigint, \"updated_at\" "
                        + (kind == DatabaseKind.MARIADB
                                ? type.replaceFirst("timestamp( with time zone)?", "datetime(6)")
                                : type)
                        + ")");
    }

    private void insert(long id, String value) {
        warehouse.jdbc().update("insert into t values (" + id + ", " + value + ")");
    }

    /** The time so many seconds from now, as a column without a zone has it in UTC. */
    private String now(int seconds) {
        return switch (kind) {
            case H2 -> "dateadd(second, " + seconds + ", current_timestamp at time zone 'UTC')";
            case POSTGRESQL, DUCKDB -> "now() + interval '" + seconds + " seconds'";
            case MARIADB -> "utc_timestamp(6) + interval " + seconds + " second";
        };
    }

    private List<Long> ids() {
        return destination.jdbc().queryForList("select \"id\" from \"records\" order by 1", Long.class);
    }
}
