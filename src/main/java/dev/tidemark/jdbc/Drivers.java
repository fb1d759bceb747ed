package dev.tidemark.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks whether a driver supports a URL, without opening a connection. */
final class Drivers {

    private static final Pattern KIND = Pattern.compile("jdbc:[A-Za-z0-9]+:");

    /** PostgreSQL's driver logs a URL that it does not support here, outside our log and with its password. */
    private static final Logger POSTGRESQL = Logger.getLogger("org.postgresql");

    private Drivers() {}

    /**
     * @throws IllegalArgumentException when no driver supports it; the message omits the URL, which may contain a password
     */
    static void require(String name, String url) {
        if (isUnderstood(url)) {
            return;
        }
        String key = Databases.PREFIX + name;
        Matcher kind = KIND.matcher(url);
        boolean isThere = kind.lookingAt() && isUnderstood(kind.group() + "//localhost/any");
        throw new IllegalArgumentException(
                isThere
                        ? key + ".url: the driver of " + kind.group()
                                + "... does not support this URL (not shown);"
                                + " move user and password to " + key + ".username and " + key + ".password"
                        : kind.lookingAt()
                                ? key + ".url: the driver of " + kind.group() + "... is missing; put its jar in lib.d"
                                : key
                                        + ".url: it does not begin with jdbc:NAME:; correct it, and put the driver's jar in lib.d");
    }

    private static boolean isUnderstood(String url) {
        Level level = POSTGRESQL.getLevel();
        POSTGRESQL.setLevel(Level.OFF);
        try {
            DriverManager.getDriver(url);
            return true;
        } catch (SQLException e) {
            return false;
        } finally {
            POSTGRESQL.setLevel(level);
        }
    }
}
