package dev.tidemark.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Camel's own command, {@code camel}, which fetches Tidemark on request. */
@Tag("guests")
final class JBangGuestIT {

    private static final String CAMEL = "4.18.0";
    private static final String POSTGRESQL = "42.7.13";

    private static Guest camel;
    private static Path home;

    /** What the command fetches is kept in a home of its own; Tidemark is fetched again. */
    @BeforeAll
    static void install() throws Exception {
        camel = Guest.build("jbang");
        home = Path.of("target", "guests", "home").toAbsolutePath();
        Files.createDirectories(home.resolve(".m2/repository"));
        FileUtils.deleteDirectory(home.resolve(".m2/repository/dev/tidemark").toFile());
    }

    @Test
    void camelRunSyncsWithTidemarkAsADependency() throws Exception {
        Path directory = directory("jbang-run");
        try (GuestSync sync = new GuestSync(directory, camel("run", "--logging-color=false", tidemark()))) {
            sync.killInTheMiddle();
            try (Program app = sync.start()) {
                sync.expectAll(app);
                sync.expectOnlyChangesToBeWritten(app);
            }
        }
    }

    /** Each Kamelet names the jar that it needs. */
    @Test
    void camelRunSyncsWithKameletsInAFolderAndFetchesTidemarkItself() throws Exception {
        Path directory = directory("jbang-kamelets");
        String kamelets = "--local-kamelet-dir=" + Path.of("routes", "kamelets").toAbsolutePath();
        try (GuestSync sync = new GuestSync(directory, camel("run", "--logging-color=false", kamelets));
                Program app = sync.start()) {
            sync.expectAll(app);
            sync.expectOnlyChangesToBeWritten(app);
        }
    }

    @Test
    void camelExportMakesAProjectOnCamelMainThatSyncs() throws Exception {
        Path directory = directory("jbang-export");
        Path project = directory.resolve("exported");
        List<String> export = camel(
                "export",
                tidemark(),
                "--runtime=main",
                "--camel-version=" + CAMEL,
                "--java-version=17",
                "--gav=example:exported:1.0.0",
                "--dir=" + project);
        try (Program program = Program.start(directory, Map.of(), export)) {
            program.await().expect(0);
        }
        Guest exported = Guest.build(project);
        try (GuestSync sync = new GuestSync(project, exported.java("target/exported-1.0.0.jar"));
                Program app = sync.start()) {
            sync.expectAll(app);
            sync.expectOnlyChangesToBeWritten(app);
        }
    }

    private static String tidemark() {
        return "--dep=mvn:dev.tidemark:tidemark:" + Guest.version();
    }

    /** The routes and properties, which the command finds where it runs. */
    private static Path directory(String name) throws IOException {
        Path directory = Guest.folder(name);
        FileUtils.copyDirectory(Path.of("src", "guests", "routes").toFile(), directory.toFile());
        Files.copy(
                Path.of("src", "guests", "jbang", "application.properties"),
                directory.resolve("application.properties"));
        return directory;
    }

    private static List<String> camel(String... words) {
        List<String> command = camel.java("target/app.jar", "-Duser.home=" + home);
        command.addAll(List.of(words));
        command.addAll(List.of("users.yaml", "users-keyset.yaml", "application.properties"));
        command.add("--dep=mvn:org.postgresql:postgresql:" + POSTGRESQL);
        command.add("--repos=" + Guest.REPOSITORY.toUri());
        command.add("--kamelets-version=" + CAMEL);
        return command;
    }
}
