package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a sync is, on a terminal and elsewhere. */
final class ProgressIT {

    private static final String ESCAPE = "\u001b[";
    private static final Pattern SENTENCE = Pattern.compile("INFO +users: [0-9,]+ records, [0-9,]+/s, \\d+%, .*s left");

    /** Read twice. */
    private static final int PAGES = 15;

    @Test
    void withoutATerminalTheLogSaysItNowAndThenAndStdoutNever(@TempDir Path directory) throws Exception {
        // Half as long again as the ten seconds after which the log speaks of it.
        try (Playground api = slow(Duration.ofMillis(500))) {
            Ended end = workplace(directory, api).run("sync", "--json").expect(0);

            assertThat(end.json()).hasSize(1);
            int tens = end.result().get("seconds").intValue() / 10;
            assertThat(end.err().lines().filter(line -> SENTENCE.matcher(line).find()))
                    .hasSizeBetween(1, tens + 1);
            assertThat(end.said()).doesNotContain(ESCAPE);
        }
    }

    @Test
    void onATerminalALineChangesBelowTheLog(@TempDir Path directory) throws Exception {
        try (Playground api = slow(Duration.ofMillis(100))) {
            workplace(directory, api);
            String recorded = record(directory, "xterm");

            assertThat(recorded)
                    .contains(ESCAPE)
                    .contains("users ", " records", "s left")
                    .containsPattern("\\d%");
            assertThat(recorded).contains("users: ok, ").containsPattern("users +page-number +ok +");
            assertThat(Files.readString(directory.resolve("out"))).doesNotContain(ESCAPE, "records");
        }
    }

    @Test
    void aDumbTerminalGetsPlainLines(@TempDir Path directory) throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            workplace(directory, api);
            assertThat(record(directory, "dumb")).doesNotContain(ESCAPE).contains("users: ok, ");
        }
    }

    /** What a terminal of 60 columns is sent; stdout goes to a file and is shown at the end. */
    private static String record(Path directory, String term) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/script")), "no /usr/bin/script to record a terminal with");
        String command = "stty cols 60 rows 20; " + String.join(" ", Program.java(ClassArchive.options()))
                + " sync > out; cat out";
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        environment.put("TERM", term);
        Process process = builder.start();
        process.getOutputStream().close();
        String recorded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return recorded;
    }

    private static Playground slow(Duration latency) throws Exception {
        return Playground.start(
                PlaygroundOptions.defaults().withPort(0).withRecords(PAGES * 10).withLatency(latency));
    }

    private static Workplace workplace(Path directory, Playground api) throws Exception {
        return new Workplace(directory)
                .route(
                        "users.yaml",
                        UserSource.of("users", api.url() + "/pagination/page_number")
                                .strategy("page-number")
                                .with("pageSize", "10")
                                .toString());
    }
}
