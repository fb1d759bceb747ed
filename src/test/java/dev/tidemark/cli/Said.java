package dev.tidemark.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What the program said, on stdout and stderr, and how it ended. */
record Said(int status, String text, Duration time) {

    static Said by(List<String> arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        long started = System.nanoTime();
        System.setOut(both);
        System.setErr(both);
        try {
            int status = TidemarkCommand.execute(arguments.toArray(String[]::new));
            return new Said(
                    status, bytes.toString(StandardCharsets.UTF_8), Duration.ofNanos(System.nanoTime() - started));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
