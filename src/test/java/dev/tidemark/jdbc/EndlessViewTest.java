package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.StatementProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that seem to change all the time. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class EndlessViewTest extends TimedTable {

    EndlessViewTest(DatabaseKind kind) {
        super(kind);
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
                .contains("the same 3 rows were returned repeatedly, and only `updated_at` had changed")
                .contains("use a cursorField that is stored with the row");
        assertThat(result.pages()).isLessThan(8);
    }

    @Test
    void aTableWhoseRowsAllChangeTwiceDuringTheSyncIsRead() {
        create("timestamp");
        for (int i = 0; i < 7; i++) {
            insert(i, now(-1000));
        }
        List<Integer> changes = new ArrayList<>(List.of(-900, -800));
        StatementProbe probe = new StatementProbe(warehouse.dataSource(), sql -> {
            if (sql.contains("order by") && !sql.contains("is null") && !changes.isEmpty()) {
                write("update t set \"updated_at\" = " + now(changes.remove(0)));
            }
        });

        SyncResult result = warehouse.sync(
                destination,
                Map.of("probe", probe),
                SourceDatabase.source("t", "id").with("dataSource", "probe").with("pageSize", 3));

        assertThat(result.error()).isNull();
        assertThat(ids()).hasSize(7);
    }
}
