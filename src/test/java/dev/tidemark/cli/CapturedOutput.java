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
 * @param err of stderr alone
 */
public record CapturedOutput(int status, String text, String out, String err, Duration time) {

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
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        long started = System.nanoTime();
        System.setOut(stream(bytes, outBytes));
        System.setErr(stream(bytes, errBytes));
        try {
            int status = TidemarkCommand.execute(arguments.toArray(String[]::new));
            return new CapturedOutput(
                    status,
                    bytes.toString(StandardCharsets.UTF_8),
                    outBytes.toString(StandardCharsets.UTF_8),
                    errBytes.toString(StandardCharsets.UTF_8),
                    Duration.ofNanos(System.nanoTime() - started));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream both, ByteArrayOutputStream own) {
        return new PrintStream(new TeeOutputStream(both, own), true, StandardCharsets.UTF_8);
    }
}
