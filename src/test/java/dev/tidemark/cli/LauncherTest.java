package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./tidemark}, with a fake Java that prints which one it is. */
final class LauncherTest {

    private static final long LONGEST_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** The program as it was built, which must not be built again. */
    @BeforeEach
    void copy() throws IOException {
        executable(directory.resolve("tidemark"), Files.readString(Path.of("tidemark")));
        executable(directory.resolve("mvnw"), "#!/bin/sh\necho built\n");
        Files.writeString(directory.resolve("pom.xml"), "");
        Files.createDirectories(directory.resolve("src/main"));
        Files.createDirectories(directory.resolve("routes/kamelets"));
        Files.createDirectories(directory.resolve("target/lib"));
        Files.createDirectories(directory.resolve("java/bin"));
        Files.writeString(directory.resolve("target/tidemark.jar"), "");
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws Exception {
        for (String version : new String[] {"1.8.0_392", "11.0.2", "16"}) {
            java("openjdk version \"" + version + "\" 2019-01-15");

            assertThat(run(2))
                    .matches("tidemark: \\S+/java/bin/java is Java \\d+, and Tidemark needs 17 or newer; set JAVA_HOME"
                            + " to such a JDK\n");
        }
    }

    @Test
    void aMissingJavaIsReported() throws Exception {
        assertThat(run(2))
                .contains("/java/bin/java cannot be run; install a JDK from 17 on, and set JAVA_HOME to it\n");
    }

    @Test
    void anyJavaFromSeventeenOnRunsTheProgram() throws Exception {
        for (String version : new String[] {"openjdk version \"17\"", "java version \"21.0.1\" LTS", "unheard of"}) {
            java(version);

            assertThat(run(0))
                    .matches(
                            "ran -XX:\\+UseParallelGC -cp \\S+/target/tidemark.jar dev.tidemark.Tidemark status --json\n");
        }
    }

    @Test
    void theClassPathHasTheLibrariesAndTheUsersJarsInOrder() throws Exception {
        java("openjdk version \"17\"");
        Files.createDirectories(directory.resolve("lib.d"));
        for (String jar : new String[] {"lib.d/a.jar", "lib.d/notes.txt", "target/lib/c.jar", "target/lib/b.jar"}) {
            Files.writeString(directory.resolve(jar), "");
        }
        String home = directory.toRealPath().toString();

        assertThat(run(0).replace(home + "/", ""))
                .isEqualTo(
                        "ran -XX:+UseParallelGC -cp target/tidemark.jar:target/lib/b.jar:target/lib/c.jar:lib.d/a.jar"
                                + " dev.tidemark.Tidemark status --json\n");
    }

    @Test
    void whatIsBuiltAndIsNewerThanTheJarIsBuiltAgain() throws Exception {
        java("openjdk version \"17\"");
        String packaged = "kamelets/incremental-keyset-source.kamelet.yaml";
        Files.createDirectories(directory.resolve("target/classes/kamelets"));
        Files.writeString(directory.resolve("target/classes").resolve(packaged), "");
        Files.setLastModifiedTime(directory.resolve("pom.xml"), FileTime.from(Instant.EPOCH));
        for (String source : new String[] {"pom.xml", "src/main/Some.java", "routes/" + packaged}) {
            Path edited = Files.writeString(directory.resolve(source), "");
            Files.setLastModifiedTime(edited, FileTime.from(Instant.now().minusSeconds(60)));
            Files.setLastModifiedTime(
                    directory.resolve("target/tidemark.jar"),
                    FileTime.from(Instant.now().minusSeconds(120)));

            assertThat(run(0)).as(source).startsWith("Building Tidemark...\nbuilt\nran ");
            assertThat(run(0)).as(source + ", built").startsWith("ran ");
            Files.setLastModifiedTime(edited, FileTime.from(Instant.EPOCH));
        }
    }

    @Test
    void aUsersOwnKameletIsNotBuilt() throws Exception {
        java("openjdk version \"17\"");
        Path own = Files.writeString(directory.resolve("routes/kamelets/incremental-crm-source.kamelet.yaml"), "");
        Files.setLastModifiedTime(own, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(run(0)).startsWith("ran ");
    }

    private void java(String version) throws IOException {
        executable(
                directory.resolve("java/bin/java"),
                "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'Picked up: x' >&2; echo '" + version
                        + "' >&2; else echo ran \"$@\"; fi\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String run(int status) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(directory.resolve("tidemark").toString(), "status", "--json");
        builder.environment().remove("JAVA_OPTS");
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(status);
        return said;
    }
}
