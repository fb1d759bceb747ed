package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.FakeApi;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** State and rows in two databases, an H2 file and a PostgreSQL: the cursor may be behind the rows, never ahead. */
class StateElsewhereTest {

    private static final int RECORDS = 10;
    private static final String DATASOURCE = "tidemark.datasource.";

    /** Where rows and state are. */
    private enum Layout {
        /** The rows at the destination, the state where the key says. */
        STATE_ELSEWHERE("destination", "cursors", "cursors"),
        /** The rows where the sink says, the state at the destination. */
        ROWS_ELSEWHERE("warehouse", "destination", ""),
        /** Both in one database, which is not the destination. */
        BOTH_ELSEWHERE("warehouse", "destination", "warehouse");

        private final String rows;
        private final String file;
        private final String key;

        /**
         * @param rows the name of the PostgreSQL, which gets the rows
         * @param file the name of the H2
         * @param key the value of tidemark.state.datasource; empty when it is not set
         */
        Layout(String rows, String file, String key) {
            this.rows = rows;
            this.file = file;
            this.key = key;
        }

        boolean isOneDatabase() {
            return rows.equals(key);
        }
    }

    private final TestDatabase rows = TestDatabase.open(DatabaseKind.POSTGRESQL);
    private FakeApi api;
    private String url;
    private JdbcTemplate file;
    private final AtomicInteger chunksBeforeFault = new AtomicInteger(Integer.MAX_VALUE);
    private JdbcTemplate faulty;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        api = FakeApi.ofRecords(RECORDS);
        url = "jdbc:h2:" + directory.resolve("state");
        file = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
        faulty = file;
    }

    @AfterEach
    void close() {
        api.close();
        rows.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheStateDidNotSeeIsReadAgainAndWrittenOnce(Layout layout) throws Exception {
        JdbcTemplate states = layout.isOneDatabase() ? rows.jdbc() : file;
        faulty = states;
        chunksBeforeFault.set(1);

        SyncResult failed = sync(layout);

        states.execute("alter table gone rename to tidemark_state");
        chunksBeforeFault.set(Integer.MAX_VALUE);
        int committed = layout.isOneDatabase() ? 3 : 6;
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(failed.error()).containsIgnoringCase("tidemark_state");
        assertThat(rows.count("\"numbers\"")).isEqualTo(committed);
        assertThat(state(states)).contains("10:00:03Z");

        SyncResult repeated = sync(layout);

        assertThat(repeated.error()).isNull();
        assertThat(repeated.rowsWritten()).isEqualTo(RECORDS - committed);
        assertThat(rows.jdbc().queryForList("select \"id\" from \"numbers\" order by 1", Integer.class))
                .isEqualTo(IntStream.rangeClosed(1, RECORDS).boxed().toList());
        assertThat(state(states)).contains("10:00:10Z");
        assertThat(layout.isOneDatabase() ? tables(file) : tables(rows.jdbc())).doesNotContain("tidemark_state");
    }

    @Test
    void aNameThatIsNotConfiguredStopsTheStart() {
        assertThatThrownBy(() -> sync(Layout.STATE_ELSEWHERE, "cursor"))
                .hasStackTraceContaining("tidemark.state.datasource is `cursor`, which is not configured")
                .hasStackTraceContaining("mean `cursors`");
        assertThat(api.queries()).isEmpty();
    }

    /** Lets the state's database fail before a chunk is written. */
    public final class Fault {

        /** Another chunk passes. */
        public void strike() {
            if (chunksBeforeFault.getAndDecrement() == 0) {
                faulty.execute("alter table tidemark_state rename to gone");
            }
        }
    }

    private SyncResult sync(Layout layout) throws Exception {
        return sync(layout, layout.key);
    }

    private SyncResult sync(Layout layout, String key) throws Exception {
        Properties properties = new Properties();
        Routes.syncs(properties, 1);
        DatabaseKind.Address address = rows.address();
        properties.setProperty(DATASOURCE + layout.rows + ".url", address.url());
        properties.setProperty(DATASOURCE + layout.rows + ".username", address.user());
        properties.setProperty(DATASOURCE + layout.rows + ".password", address.password());
        properties.setProperty(DATASOURCE + layout.file + ".url", url);
        properties.setProperty(DATASOURCE + layout.file + ".username", "sa");
        if (!key.isEmpty()) {
            properties.setProperty("tidemark.state.datasource", key);
        }
        try (PlainContext plain = new PlainContext()) {
            plain.context().getRegistry().bind("fault", new Fault());
            plain.context().getPropertiesComponent().setInitialProperties(properties);
            plain.start(new SourceYaml("timestamp", "numbers")
                    .with("url", api.url())
                    .with("chunkSize", 3)
                    .step(Map.of("to", "bean:fault"))
                    .sink("columns", "id:INT, updatedAt:UTC_DATETIME")
                    .sink("dataSource", layout.rows)
                    .toString());
            return plain.result();
        }
    }

    private static String state(JdbcTemplate database) {
        return database.queryForObject("select state from tidemark_state", String.class);
    }

    private static List<String> tables(JdbcTemplate database) {
        return database.queryForList("select lower(table_name) from information_schema.tables", String.class);
    }
}
