package dev.tidemark;

import dev.tidemark.cli.TidemarkCommand;

/** The program. */
public final class Tidemark {

    private Tidemark() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        // The embedded H2's AUTO_SERVER would listen on every address of the machine.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        System.exit(TidemarkCommand.execute(args));
    }
}
