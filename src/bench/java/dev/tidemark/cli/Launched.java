package dev.tidemark.cli;

import dev.tidemark.testing.Eventually;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program as its launcher starts it, in a process of its own. */
final class Launched implements AutoCloseable {

    private static final Path LAUNCHER = Path.of("tidemark").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Pattern LIVE = Pattern.compile("java\\.threads\\.live=(\\d+)");
    private static final Pattern USED = Pattern.compile("sun\\.gc\\.generation\\.\\d\\.space\\.\\d\\.used=(\\d+)");

    private final Process process;
    private final Path out;
    private final Path err;

    private Launched(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Launched start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(Redirect.to(err.toFile()))
                .start();
        return new Launched(process, out, err);
    }

    /** Waits for its end, which must be a good one. */
    void awaitEnd() throws Exception {
        Eventually.await("it ends", LONGEST, () -> !process.isAlive());
        if (process.exitValue() != 0) {
            throw new AssertionError("status " + process.exitValue() + ": " + Files.readString(err));
        }
    }

    /** Waits until so many syncs have ended. */
    void awaitSyncs(long syncs) throws Exception {
        Eventually.await(syncs + " syncs have ended", LONGEST, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("it has ended: " + Files.readString(err));
            }
            return lines("\"status\":") >= syncs;
        });
    }

    /** How many syncs have ended well. */
    long ok() throws IOException {
        return lines("\"status\":\"ok\"");
    }

    private long lines(String with) throws IOException {
        try (Stream<String> lines = Files.lines(out)) {
            return lines.filter(line -> line.contains(with)).count();
        }
    }

    /** The time that its threads have had of all processors. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    long threads() throws Exception {
        return sum(LIVE, jcmd("PerfCounter.print"));
    }

    /** What is left of its heap after a collection, in bytes. */
    long heap() throws Exception {
        jcmd("GC.run");
        return sum(USED, jcmd("PerfCounter.print"));
    }

    private static long sum(Pattern number, String text) {
        return number.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException("jcmd: " + output);
        }
        return output;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
