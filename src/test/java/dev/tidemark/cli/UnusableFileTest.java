package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file itself, which the folders of {@code bad/} cannot express. */
final class UnusableFileTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long FIFTY_MEGABYTES = 50_000_000;
    private static final String SECRET = "tidemark.client.crm.auth=bearer\ntidemark.client.crm.token=CANARY\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path route;

    @SuppressWarnings("NullAway.Init")
    private Path configuration;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
        route = directory.resolve("routes/users.yaml");
        Files.writeString(
                route,
                new SourceYaml("timestamp", "users")
                        .with("url", "http://127.0.0.1:1/users")
                        .toString());
        configuration = directory.resolve("application.properties");
        configure("");
    }

    @Test
    void aRouteFileThatIsHugeIsNotRead() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(route.toFile(), "rw")) {
            file.setLength(FIFTY_MEGABYTES);
        }

        assertThat(refused()).isEqualTo(route + ": is larger than 1 MiB, the maximum for a route file: split it\n");
    }

    @Test
    void aRouteFileThatCannotBeOpenedIsNamedWithTheReason() throws Exception {
        loop(route);

        assertThat(refused()).startsWith(route + ": cannot be read (Too many levels of symbolic links");
    }

    @Test
    void aConfigurationThatCannotBeOpenedIsNamedWithTheReason() throws Exception {
        loop(configuration);

        assertThat(refused())
                .startsWith(configuration + ": cannot be read (Too many levels of symbolic links")
                .contains("--config FILE");
    }

    @Test
    void filesWithoutTheRightToReadThemAreNamedWithTheReason() throws Exception {
        Files.setPosixFilePermissions(route, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(route), "this user (root) may read every file");

        assertThat(refused()).startsWith(route + ": cannot be read (permission denied)");

        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("---------"));
        assertThat(refused()).startsWith(configuration + ": cannot be read (permission denied)");
    }

    @Test
    void aConfigurationWithASecretThatAllMayWriteIsRefused() throws Exception {
        configure(SECRET);
        assertThat(check().status()).isZero();

        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(refused())
                .isEqualTo(configuration + ": contains secrets (tidemark.client.crm.token) and is world-writable:"
                        + " run `chmod o-w " + configuration + "`, or write them as `{{env:NAME}}`\n");

        configure(SECRET.replace("CANARY", "{{env:PATH}}"));
        assertThat(check().text()).endsWith(" OK\n");
    }

    @Test
    void aPasswordInTheAddressOfADatabaseIsSuchASecret() throws Exception {
        configure("tidemark.datasource.destination.url=jdbc:postgresql://127.0.0.1/x?user=me&password=CANARY\n");
        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(refused()).contains("(tidemark.datasource.destination.url)");
    }

    private void configure(String text) throws IOException {
        String database = "tidemark.datasource.destination.url=jdbc:h2:" + directory.resolve("data/tidemark") + "\n";
        Files.writeString(configuration, text.contains(".destination.url") ? text : database + text);
    }

    private static void loop(Path file) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, file.getFileName());
    }

    private String refused() {
        CapturedOutput said = check();
        assertThat(said.status()).as(said.text()).isEqualTo(2);
        assertThat(said.text())
                .doesNotContainPattern("(?m)^\\s+at |Exception|null")
                .doesNotContain("CANARY");
        assertThat(said.time()).isLessThan(LONGEST);
        assertThat(directory.resolve("data")).doesNotExist();
        return said.text();
    }

    private CapturedOutput check() {
        return CapturedOutput.by(
                List.of(
                        "check",
                        "--routes",
                        directory.resolve("routes").toString(),
                        "--config",
                        configuration.toString()),
                LONGEST);
    }
}
