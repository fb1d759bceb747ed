package dev.tidemark.cli;

import java.io.IOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/** Lines at the bottom of the terminal that stderr is; what is logged meanwhile scrolls above them. Used by one thread. */
final class TerminalLines implements AutoCloseable {

    /** A change of the terminal's size is looked for so seldom because that takes a program of its own. */
    private static final int UPDATES_A_SIZE = 25;

    private final Terminal terminal;
    private final Status status;
    private int updates;

    private TerminalLines(Terminal terminal, Status status) {
        this.terminal = terminal;
        this.status = status;
    }

    /** None, when stderr is no terminal or one that cannot do this. */
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
                    // Ctrl-C is listened to already.
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

    /** How many columns a line may have. */
    int width() {
        return Math.max(1, terminal.getWidth() - 1);
    }

    /** How many lines may be shown: half of what there is. */
    int height() {
        return terminal.getHeight() / 2;
    }

    /** Shows these lines in place of those before. */
    void show(List<String> lines) {
        if (++updates % UPDATES_A_SIZE == 0) {
            status.resize();
        }
        // Flushed at once: nothing may be logged while the cursor is among these lines.
        status.update(lines.stream().map(AttributedString::new).toList(), false);
        terminal.flush();
    }

    /** Takes the lines away. */
    @Override
    public void close() {
        show(List.of());
        status.close();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new IllegalStateException("the terminal cannot be given back", e);
        }
    }
}
