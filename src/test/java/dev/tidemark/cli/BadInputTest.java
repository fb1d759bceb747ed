package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.TestApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code bad/} is a mistake. With a {@code command.txt} it holds the exit status and the command, with the
 * {@code routes/} and the configuration that it is given, and in {@code expected.txt} all that the program must say; in all
 * of them DIR stands for the directory and API for an API, which nobody asks unless there is an {@code response.json}. The others hold route files alone, which {@code check} must refuse.
 *
 * <p>{@code -Dtidemark.bad=write} writes what is said into {@code expected.txt}, to be read before it is kept.
 */
final class BadInputTest {

    private static final boolean WRITE = "write".equals(System.getProperty("tidemark.bad"));
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** Those that wait for what does not respond. */
    private static final Duration LONGEST_TO_CONNECT = Duration.ofSeconds(60);

    private static final String DATABASE = "tidemark.datasource.destination.url";

    static Stream<Path> folders() throws Exception {
        try (Stream<Path> folders = Files.list(Path.of(
                Objects.requireNonNull(BadInputTest.class.getResource("/bad")).toURI()))) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void isRefusedInWordsThatHelpAndNothingIsContactedOrWritten(Path folder, @TempDir Path directory) throws Exception {
        boolean responses = Files.exists(folder.resolve("response.json"));
        String response = responses ? text(folder, "response.json") : "{\"data\":[]}";
        try (TestApi api = new TestApi(request -> TestApi.Response.text(200, response))) {
            boolean whole = Files.exists(folder.resolve("command.txt"));
            String[] command =
                    (whole ? text(folder, "command.txt") : "2 check").strip().split(" ");
            copy(folder, directory, api);
            List<String> arguments = new ArrayList<>(Arrays.asList(command).subList(1, command.length));
            arguments.replaceAll(argument -> argument.replace("DIR", directory.toString()));
            option(arguments, "--routes", directory.resolve(whole ? "routes" : "."));
            option(arguments, "--config", directory.resolve("application.properties"));

            Duration longest = command[0].equals("2") ? LONGEST : LONGEST_TO_CONNECT;
            CapturedOutput said = CapturedOutput.by(arguments, longest);

            // Without the table of results, which says how long it took.
            String text = said.text()
                    .replaceAll("(?m)^\\w+ {2,}.*\\R", "")
                    .replace(directory.toString(), "DIR")
                    .replace(api.url(""), "API");
            System.out.printf(
                    "BadInputTest: %s took %d ms%n",
                    folder.getFileName(), said.time().toMillis());
            assertThat(said.status()).as(text).isEqualTo(Integer.parseInt(command[0]));
            assertThat(text)
                    .doesNotContainPattern("(?m)^\\s+at |\\w+Exception:|Exception in thread")
                    .doesNotContain("CANARY");
            assertThat(said.time()).isLessThan(longest);
            assertThat(api.requests().isEmpty()).isEqualTo(!responses);
            assertThat(directory.resolve("data")).doesNotExist();
            if (whole) {
                compare(folder, text);
            }
        }
    }

    @Test
    void helpAndVersionNeedNothing(@TempDir Path directory) throws IOException {
        for (List<String> command : List.of(List.of("--help"), List.of("--version"), List.of("sync", "--help"))) {
            assertThat(CapturedOutput.by(command).status()).isZero();
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static void compare(Path folder, String text) throws IOException {
        if (WRITE) {
            Path source = Path.of("src/test/resources/bad", folder.getFileName().toString(), "expected.txt");
            Files.writeString(source, text);
        } else {
            assertThat(text).isEqualTo(text(folder, "expected.txt"));
        }
    }

    private static void option(List<String> arguments, String name, Path value) {
        if (!arguments.contains(name) && !arguments.get(0).equals("snyc")) {
            arguments.add(name);
            arguments.add(value.normalize().toString());
        }
    }

    private static void copy(Path folder, Path directory, TestApi api) throws IOException {
        Files.writeString(directory.resolve("application.properties"), "");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(folder.relativize(file));
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                byte[] bytes = Files.readAllBytes(file);
                // One byte a character, as not all of them are UTF-8.
                String text = new String(bytes, StandardCharsets.ISO_8859_1)
                        .replace("DIR", directory.toString())
                        .replace("API/", api.url("/"));
                Files.write(copy, text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        Path configuration = directory.resolve("application.properties");
        String text = Files.readString(configuration);
        if (!text.contains(DATABASE)) {
            Files.writeString(configuration, DATABASE + "=jdbc:h2:" + directory + "/data/tidemark\n" + text);
        }
    }

    private static String text(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }
}
