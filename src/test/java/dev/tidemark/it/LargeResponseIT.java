package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A response that is larger than the program's memory. */
final class LargeResponseIT {

    /** 77 MB. */
    private static final int RECORDS = 300_000;

    @Test
    void aResponseOf77MegabytesNeedsNoMoreThan64(@TempDir Path directory) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        PlaygroundOptions options = PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS);
        try (Playground api = Playground.start(options);
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("large"))) {
            Workplace workplace = new Workplace(directory)
                    .javaOptions("-Xmx64m", "-Djava.io.tmpdir=" + temporary)
                    .database(server.url("large"))
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .toString());

            Ended sync = workplace.run("sync", "--json").expect(0);

            System.out.println("LargeResponseIT: " + sync.time() + " " + sync.result());
            assertThat(table.rows()).isEqualTo(RECORDS);
            assertThat(temporary).isEmptyDirectory();
        }
    }
}
