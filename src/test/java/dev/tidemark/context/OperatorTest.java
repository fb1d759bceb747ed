package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Integration;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.TestDatabase;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An {@link Integration}, whose properties are in a file that is mounted. */
class OperatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp   | /incremental/timestamp      |                  | 200",
                "replay      | /incremental/replay         |                  | 200",
                "keyset      | /pagination/keyset          | order=ascending  | 200",
                "offset      | /pagination/offset          | order=ascending  | 200",
                "page-number | /pagination/page_number     | order=ascending  | 200",
                "next-url    | /pagination/next_page_url   | order=ascending  | 200",
                "step-size   | /incremental/step           | idField=number   | 200",
                "key-based   |                             | keyField=id      | 3"
            })
    void rowsRollBackWithARefusedCheckpointAndComeWithAnAcceptedOne(
            String strategy, String path, String parameter, long rows, @TempDir Path folder) throws Exception {
        try (Playground playground =
                        Playground.start(PlaygroundOptions.defaults().withPort(0));
                TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
            Properties properties = destination(database);
            String source = "camel.kamelet.incremental-" + strategy + "-source.source.";
            properties.setProperty(source + "source", "mine");
            properties.setProperty(source + "repeatCount", "1");
            if (path == null) {
                table(database, properties, source);
            } else {
                properties.setProperty(source + "url", playground.url() + path);
            }
            if (parameter != null) {
                String[] pair = parameter.split("=", 2);
                properties.setProperty(source + pair[0], pair[1]);
            }
            properties.setProperty("camel.kamelet.jdbc-upsert-sink.sink.table", "mine");
            properties.setProperty("camel.kamelet.jdbc-upsert-sink.sink.schemaEvolution", "widen");
            Path mounted = folder.resolve("user.properties");
            try (Writer file = Files.newBufferedWriter(mounted)) {
                properties.store(file, null);
            }
            new JdbcStateRepository(database.dataSource()).createTable();
            database.jdbc().execute("alter table tidemark_state add constraint none_fits check (version < 1)");

            assertThat(sync(strategy, mounted).error()).contains("none_fits");
            assertThat(database.tables().contains("mine") ? database.count("\"mine\"") : 0)
                    .isZero();

            database.jdbc().execute("alter table tidemark_state drop constraint none_fits");
            assertThat(sync(strategy, mounted).error()).isNull();
            assertThat(database.count("\"mine\"")).isEqualTo(rows);
            assertThat(sync(strategy, mounted).rowsWritten()).isZero();
        }
    }

    private static Properties destination(TestDatabase database) {
        Properties properties = new Properties();
        for (String name : List.of("destination", "warehouse")) {
            String prefix = "tidemark.datasource." + name;
            properties.putAll(Map.of(
                    prefix + ".url", database.address().url(),
                    prefix + ".username", database.address().user(),
                    prefix + ".password", database.address().password()));
        }
        return properties;
    }

    private static void table(TestDatabase database, Properties properties, String source) {
        database.jdbc().execute("create table origin (id int primary key, updated_at timestamp)");
        database.jdbc()
                .execute("insert into origin select n, timestamp '2024-05-01 00:00:00' from generate_series(1, 3) n");
        properties.setProperty(source + "dataSource", "warehouse");
        properties.setProperty(source + "table", "origin");
    }

    /** As a pod would: with nothing but the mounted file. */
    private static SyncResult sync(String strategy, Path mounted) throws Exception {
        try (PlainContext plain = new PlainContext()) {
            plain.context().getPropertiesComponent().setLocation("file:" + mounted);
            plain.start(Integration.of(strategy));
            return plain.result();
        }
    }
}
