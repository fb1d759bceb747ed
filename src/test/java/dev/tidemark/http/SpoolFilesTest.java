package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.ProcessName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that was killed over a large response is deleted by the next one. */
class SpoolFilesTest {

    private static final int MORE_THAN_MEMORY = 3_000_000;

    @Test
    void theNextProcessDeletesTheFilesOfOneThatWasKilled(@TempDir Path directory) throws Exception {
        assertThat(spool(directory, "halt")).isEqualTo(1);
        List<String> left = names(directory);
        assertThat(left).hasSize(1);
        String host = ProcessName.own().replaceFirst(":\\d+$", "");
        long self = ProcessHandle.current().pid();
        List<String> others = List.of(
                "tidemark-page-" + host + "-" + self + "-1.json",
                "tidemark-page-elsewhere-999999999-1.json",
                "tidemark-page-1234.json",
                "else-" + host + "-999999999-1.json");
        for (String name : others) {
            Files.createFile(directory.resolve(name));
        }

        assertThat(spool(directory, "close")).isZero();

        assertThat(names(directory)).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void aContainerThatIsStartedAgainDeletesWhatItLeftUnderTheSameProcessId(@TempDir Path directory) throws Exception {
        assertThat(spool(directory, "restart")).isZero();

        assertThat(names(directory)).hasSize(1).allMatch(name -> name.endsWith("-2.json"));
    }

    private static int spool(Path directory, String end) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Spooling.class.getName(),
                        end)
                .inheritIO()
                .start()
                .waitFor();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** A process that reads a large response, and is killed over it or comes to its end. */
    static final class Spooling {

        private Spooling() {}

        public static void main(String[] arguments) throws IOException {
            if (arguments[0].equals("restart")) {
                Path directory = Path.of(System.getProperty("java.io.tmpdir"));
                String own = "tidemark-page-" + ProcessName.own().replaceFirst(":(\\d+)$", "-$1-");
                Path before = Files.createFile(directory.resolve(own + "1.json"));
                Files.setLastModifiedTime(before, FileTime.from(Instant.now().minusSeconds(3600)));
                Files.createFile(directory.resolve(own + "2.json"));
            }
            Spool spool = Spool.of(out -> out.write(new byte[MORE_THAN_MEMORY]));
            if (arguments[0].equals("halt")) {
                Runtime.getRuntime().halt(1);
            }
            spool.close();
        }
    }
}
