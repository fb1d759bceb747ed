package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.StatementProbe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that may be null, or not, as the catalogue has it. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class NullableCursorTest extends TimedTable {

    NullableCursorTest(DatabaseKind kind) {
        super(kind);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsWithoutACursorAreCountedOnlyWhereThereMayBeSome(boolean nullable) {
        create(nullable ? "timestamp null" : "timestamp not null");
        insert(1, "timestamp '2024-05-17 19:42:31'");
        List<String> statements = new CopyOnWriteArrayList<>();
        StatementProbe probe = new StatementProbe(warehouse.dataSource(), statements::add);
        SourceYaml source = SourceDatabase.source("t", "id").with("dataSource", "probe");
        warehouse.sync(destination, Map.of("probe", probe), source);
        statements.clear();

        assertThat(warehouse.sync(destination, Map.of("probe", probe), source).error())
                .isNull();

        assertThat(statements.stream().anyMatch(sql -> sql.contains("is null"))).isEqualTo(nullable);
    }
}
