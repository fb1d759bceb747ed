package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two programs that sync one source into one database at the same time. */
final class TwoCopiesIT {

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL", "MARIADB"})
    void neitherLosesWhatTheOtherWroteNorMovesTheStateUnderIt(Destination destination, @TempDir Path directory)
            throws Exception {
        DatabaseKind.Address database = destination.create(directory);
        PlaygroundOptions options =
                PlaygroundOptions.defaults().withPort(0).withRecords(20_000).withTies(true);
        try (Playground api = Playground.start(options);
                UserTable table = new UserTable(database)) {
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .with("chunkSize", "499")
                                    .toString());

            try (Watcher watcher = new Watcher(database, User.all(api));
                    Program one = workplace.start("sync", "--json");
                    Program other = workplace.start("sync", "--json")) {
                List<Ended> ends = List.of(one.await(), other.await());

                System.out.println("TwoCopiesIT: " + destination + ": "
                        + ends.get(0).out() + ends.get(1).out() + watcher.looks() + " looks");
                for (Ended end : ends) {
                    JsonNode result = end.expect(end.status()).result();
                    if (end.status() != 0) {
                        assertThat(end.status()).isEqualTo(1);
                        assertThat(result.get("error").textValue())
                                .containsPattern("being synced by|another sync changed its state|the database refused");
                    }
                }
            }
            workplace.run("sync").expect(0);
            table.expectSameAs(api);
        }
    }
}
