package dev.tidemark.cli.output;

import java.io.IOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/**
 * Lines at the bottom of stderr's terminal; log lines scroll above them. Not thread-safe; confined to the progress thread.
 */
final class TerminalLines implements AutoCloseable {

    /** The number of updates between checks of the terminal's size, since each check runs a program. */
    private static final int UPDATES_A_SIZE = 25;

    private final Terminal terminal;
    private final Status status;
    private int updates;

    private TerminalLines(Terminal terminal, Status status) {
        this.terminal = terminal;
        this.status = status;
    }

    /** Opens the lines; null when stderr is not a terminal, or the terminal does not support them. */
    static @Nullable TerminalLines open() {
        String type = System.getenv("TERM");
        if (type == null || type.isEmpty() || type.equals("dumb")) {
            return null;
        }
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(SystemOutput.SysErr)
                    .dumb(false)
                    // Ctrl-C is already handled.
                    .nativeSignals(false)
                    .build();
            Status status = Status.getStatus(terminal);
            if (status == null || terminal.getHeight() < 4) {
                terminal.close();
                return null;
            }
            return new TerminalLines(terminal, status);
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    /** The maximum number of columns of a line. */
    int width() {
        return Math.max(1, terminal.getWidth() - 1);
    }

    /** The maximum number of lines: half of the terminal's height. */
    int height() {
        return terminal.getHeight() / 2;
    }

    /** Replaces the lines. */
    void show(List<String> lines) {
        if (++updates % UPDATES_A_SIZE == 0) {
            status.resize();
        }
        // Flushed at once: nothing must be logged while the cursor is in these lines.
        status.update(lines.stream().map(AttributedString::new).toList(), false);
        terminal.flush();
    }

    /** Removes the lines. */
    @Override
    public void close() {
        show(List.of());
        status.close();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the terminal", e);
        }
    }
}
