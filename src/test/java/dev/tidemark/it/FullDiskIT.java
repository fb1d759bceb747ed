package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot grow any further, as on a disk that is full: the system lets none become larger. */
final class FullDiskIT {

    private static final int RECORDS = 20_000;

    /** Two MiB: less than the table takes, and less than a response with all records. */
    private static final int LARGEST_BLOCKS = 4096;

    @BeforeEach
    void findShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell that limits the size of files");
    }

    @Test
    void ofTheDatabaseEndsTheSyncAndTheNextOneContinues(@TempDir Path directory) throws Exception {
        try (Playground api = playground()) {
            Workplace workplace = new Workplace(directory)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/pagination/keyset")
                                    .strategy("keyset")
                                    .with("order", "ascending")
                                    .toString());

            Ended full = workplace.largestFile(LARGEST_BLOCKS).run("sync");

            // A database that cannot write says so in its own words, which name its exceptions.
            assertThat(full.status()).as(full.said()).isEqualTo(1);
            assertThat(full.err())
                    .containsPattern("ERROR users: page \\d+: the database ")
                    .doesNotContainPattern("(?m)^\\s+at ");
            workplace.filesOfAnySize().run("sync").expect(0);
            try (UserTable table = new UserTable(DatabaseServer.address(workplace.embedded()))) {
                table.expectSameAs(api);
            }
        }
    }

    @Test
    void ofAResponseIsReportedWithTheDirectory(@TempDir Path directory) throws Exception {
        try (Playground api = playground()) {
            Workplace workplace = new Workplace(directory)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .toString());

            Ended full = workplace.largestFile(LARGEST_BLOCKS).run("sync");

            assertThat(full.expect(1).err())
                    .contains("ERROR users: page 1: a response of more than 2097152 bytes needs a temporary file")
                    .contains("-Djava.io.tmpdir");
            assertThat(workplace
                            .filesOfAnySize()
                            .run("sync", "--json")
                            .expect(0)
                            .result()
                            .get("rowsWritten")
                            .intValue())
                    .isEqualTo(RECORDS);
        }
    }

    private static Playground playground() throws Exception {
        return Playground.start(PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS));
    }
}
