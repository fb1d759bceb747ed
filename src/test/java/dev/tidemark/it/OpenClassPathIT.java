package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users put in {@code lib.d} is on the program's class path, as the launcher and as the image run it. */
final class OpenClassPathIT {

    private static final Path DROPPED = Path.of("target", "dropped").toAbsolutePath();
    private static final Pattern ENTRYPOINT = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$");

    private static final String GROOVY =
            """
                  steps:
                    - setBody: {expression: {groovy: {expression: "body.collect { it + [NAME: it.NAME.reverse()] }"}}}
            """;

    /** Where the program is, and how it is started there. */
    enum Layout {
        LAUNCHER("target/") {
            @Override
            List<String> command(Path home) throws IOException {
                for (String file : List.of("pom.xml", "src/main/none", "routes/kamelets/none", "mvnw")) {
                    Files.createDirectories(home.resolve(file).getParent());
                    Files.writeString(home.resolve(file), "");
                    Files.setLastModifiedTime(home.resolve(file), FileTime.from(Instant.EPOCH));
                }
                Files.copy(Path.of("tidemark"), home.resolve("tidemark"));
                assertThat(home.resolve("tidemark").toFile().setExecutable(true))
                        .isTrue();
                return List.of(home.resolve("tidemark").toString());
            }
        },
        IMAGE("") {
            @Override
            List<String> command(Path home) throws IOException {
                Matcher entrypoint = ENTRYPOINT.matcher(Files.readString(Path.of("Containerfile")));
                assertThat(entrypoint.find()).isTrue();
                List<String> command = new ArrayList<>();
                for (String word : new JsonMapper().readValue(entrypoint.group(1), String[].class)) {
                    command.add(
                            word.equals("java")
                                    ? Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                                            .toString()
                                    : word.replace("/tidemark/", home + "/"));
                }
                return command;
            }
        };

        private final String built;

        Layout(String built) {
            this.built = built;
        }

        abstract List<String> command(Path home) throws IOException;

        /** The program as it was built, with an empty {@code lib.d}. */
        List<String> install(Path home) throws IOException {
            Files.createDirectories(home.resolve(built));
            Files.createDirectories(home.resolve("lib.d"));
            Files.copy(Path.of("target", "tidemark.jar"), home.resolve(built + "tidemark.jar"));
            Files.createSymbolicLink(
                    home.resolve(built + "lib"), Path.of("target", "lib").toAbsolutePath());
            return command(home);
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Workplace workplace;

    @BeforeEach
    void prepare() throws IOException {
        assertThat(DROPPED)
                .as("made by ./mvnw pre-integration-test -DskipTests")
                .isDirectory();
        workplace = new Workplace(Files.createDirectories(directory.resolve("work")));
    }

    /** Only the links to what was built, or the folder's end would warn of them. */
    @AfterEach
    void unlink() throws IOException {
        for (Layout layout : Layout.values()) {
            Files.deleteIfExists(directory.resolve("home/" + layout.built + "lib"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDriverAndALanguageThatAreDroppedThereWork(Layout layout) throws Exception {
        List<String> command = layout.install(directory.resolve("home"));
        String url = "jdbc:hsqldb:file:" + directory.resolve("origin") + ";shutdown=true";
        fill(url);
        workplace
                .set("tidemark.datasource.warehouse.url", url)
                .set("tidemark.datasource.warehouse.username", "SA")
                .route(
                        "people.yaml",
                        UserSource.ofTable("people", "PEOPLE", "ID")
                                .with("cursorField", "ID")
                                .with("cursorType", "number")
                                .with("initialCursor", "0")
                                .sink("table", "people")
                                .sink("primaryKey", "ID")
                                .sink("columns", "ID:INT, NAME:STRING")
                                .toString()
                                .replace("      steps:\n", GROOVY));

        assertThat(run(command, "check").expect(2).err())
                .contains("warehouse.url: the driver of jdbc:hsqldb:... is missing; put its jar in lib.d");
        drop(directory.resolve("home/lib.d"));

        run(command, "sync").expect(0);
        try (UserTable table = new UserTable(workplace.embedded())) {
            assertThat(table.number("select count(*) from \"people\" where \"NAME\" in ('adA', 'ecarG')"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aFunctionForPlaceholdersThatIsDroppedThereGivesTheirValues() throws Exception {
        List<String> command = Layout.LAUNCHER.install(directory.resolve("home"));
        jar(directory.resolve("home/lib.d/drawer.jar"));
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            workplace
                    .set("tidemark.datasource.destination.password", "{{drawer:password}}")
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .sink("table", "{{drawer:table}}")
                                    .toString());

            assertThat(run(command, "sync").expect(0).said()).doesNotContain(Drawer.PASSWORD);
        }
        try (Connection connection = DriverManager.getConnection(workplace.embedded(), "sa", Drawer.PASSWORD)) {
            assertThat(UserTable.exists(connection, "people")).isTrue();
        }

        workplace.set("tidemark.datasource.destination.password", "{{drawer:passport}}");
        assertThat(run(command, "check").expect(2).err())
                .contains("password: cannot look up `{{drawer:passport}}`: the drawer has no passport");
    }

    private Ended run(List<String> command, String argument) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.add(argument);
        try (Program program = Program.start(directory.resolve("work"), Map.of(), all)) {
            return program.await();
        }
    }

    private static void drop(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(DROPPED)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, folder.resolve(jar.getFileName()));
            }
        }
    }

    private static void fill(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create table people (id int primary key, name varchar(20))");
            statement.execute("insert into people values (1, 'Ada'), (2, 'Grace')");
        }
    }

    private static void jar(Path file) throws IOException {
        String name = Drawer.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(name));
            Files.copy(Path.of("target", "test-classes", name), jar);
            jar.putNextEntry(new JarEntry("META-INF/services/org/apache/camel/properties-function/drawer"));
            jar.write(("class=" + Drawer.class.getName()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
