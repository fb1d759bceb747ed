package dev.tidemark.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.commons.io.output.TeeOutputStream;

/**
 * What the program said, and how it ended.
 *
 * @param text of stdout and stderr
 * @param out of stdout alone
 */
public record CapturedOutput(int status, String text, String out, Duration time) {

    /**
     * The same, and once more when it took longer: on a busy machine a program that is quick may be held up.
     *
     * @param longest what it should take at most
     * @return the first that was quicker, or the last of three
     */
    public static CapturedOutput by(List<String> arguments, Duration longest) {
        CapturedOutput said = by(arguments);
        for (int more = 0; more < 2 && said.time().compareTo(longest) >= 0; more++) {
            said = by(arguments);
        }
        return said;
    }

    public static CapturedOutput by(List<String> arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        long started = System.nanoTime();
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(new TeeOutputStream(both, outBytes), true, StandardCharsets.UTF_8));
        System.setErr(both);
        try {
            int status = TidemarkCommand.execute(arguments.toArray(String[]::new));
            return new CapturedOutput(
                    status,
                    bytes.toString(StandardCharsets.UTF_8),
                    outBytes.toString(StandardCharsets.UTF_8),
                    Duration.ofNanos(System.nanoTime() - started));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
