package dev.tidemark;

import dev.tidemark.cli.TidemarkCommand;

/** The program. */
public final class Tidemark {

    private static final String LOG_KEY = "log4j2.configurationFile";

    private Tidemark() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        // The embedded H2's AUTO_SERVER would listen on every address of the machine.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        if (!isLogConfigured()) {
            System.setProperty(LOG_KEY, "classpath:dev/tidemark/cli/log4j2.properties");
        }
        System.exit(TidemarkCommand.execute(args));
    }

    /** Whether the user has named a configuration of Log4j, in one of the ways that it knows. */
    private static boolean isLogConfigured() {
        return System.getProperty(LOG_KEY) != null
                || System.getProperty("log4j.configurationFile") != null
                || System.getenv("LOG4J_CONFIGURATION_FILE") != null;
    }
}
