package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long sync into PostgreSQL, watched by another connection; {@code -Dwatch.records=1000000} makes it longer. */
final class WatchedIT {

    private static final int RECORDS = Integer.getInteger("watch.records", 100_000);
    private static final int CHUNK = 1000;

    @Test
    void atNoMomentOfALongSyncIsTheCursorAheadOfTheRows(@TempDir Path directory) throws Exception {
        DatabaseKind.Address database = Destination.POSTGRESQL.create(directory);
        PlaygroundOptions options =
                PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS).withTies(true);
        try (Playground api = Playground.start(options);
                UserTable table = new UserTable(database)) {
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .with("chunkSize", Integer.toString(CHUNK))
                                    .toString());
            List<User> source = User.all(api);
            try (Watcher watcher = new Watcher(database, source)) {
                JsonNode sync = workplace.run("sync", "--json").expect(0).result();

                System.out.println("WatchedIT: " + watcher.looks() + " looks at " + sync);
                assertThat(sync.get("rowsWritten").intValue()).isEqualTo(RECORDS);
                assertThat(watcher.looks()).isGreaterThan(RECORDS / CHUNK / 10);
            }
            table.expectSameAs(api);
        }
    }
}
