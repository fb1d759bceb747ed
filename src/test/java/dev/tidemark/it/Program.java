package dev.tidemark.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The packaged program, or another one, as a child process, which does not outlive its {@link #close}. */
final class Program implements AutoCloseable {

    /** Longer than any healthy run: only a program that hangs meets it. */
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private static final Path JAR = Path.of("target", "tidemark.jar").toAbsolutePath();

    private final Process process;
    private final Path out;
    private final Path err;
    private final long started = System.nanoTime();

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts it in a directory, with options for the JVM and arguments for the program.
     *
     * @param by a command that runs the command that follows it; empty for none
     */
    static Program start(Path directory, List<String> by, List<String> javaOptions, List<String> arguments)
            throws IOException {
        List<String> options = new ArrayList<>(ClassArchive.options());
        options.addAll(javaOptions);
        List<String> command = new ArrayList<>(by);
        command.addAll(java(options));
        command.addAll(arguments);
        return start(directory, Map.of(), command);
    }

    /** Starts it, or another program, by any command, with these variables besides those of this process. */
    static Program start(Path directory, Map<String, String> environment, List<String> command) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // These would make every JVM print a line of its own.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        return new Program(builder.start(), out, err);
    }

    /** The command that runs the program in a JVM with these options; its arguments may follow. */
    static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString());
        command.addAll(options);
        command.add("-jar");
        command.add(JAR.toString());
        return command;
    }

    /** Waits for its end, but no longer than that. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it has written to stdout so far. */
    String out() throws IOException {
        return Files.readString(out);
    }

    /** What it has written to stderr so far. */
    String err() throws IOException {
        return Files.readString(err);
    }

    long pid() {
        return process.pid();
    }

    /** SIGSTOP. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + status);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /**
     * SIGKILL, unless it ends by itself before that.
     *
     * @return whether it was killed
     */
    boolean killAfter(Duration delay) throws InterruptedException {
        if (endsWithin(delay)) {
            return false;
        }
        close();
        return true;
    }

    /** Waits for its end. */
    Ended await() throws IOException, InterruptedException {
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError("still running after " + DEADLINE + "; stderr: " + Files.readString(err));
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out),
                Files.readString(err),
                Duration.ofNanos(System.nanoTime() - started));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
