package dev.tidemark.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out whether a driver understands an address, before anything is contacted. */
final class Drivers {

    private static final Pattern KIND = Pattern.compile("jdbc:[A-Za-z0-9]+:");

    /** Here PostgreSQL's driver logs an address that it does not understand, past our log and with a password in it. */
    private static final Logger POSTGRESQL = Logger.getLogger("org.postgresql");

    private Drivers() {}

    /** @throws IllegalArgumentException when none does; without the address, which may hold a password */
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
                                + "... does not understand this address (not shown);"
                                + " user and password belong into " + key + ".username and " + key + ".password"
                        : key + ".url: there is no driver for "
                                + (kind.lookingAt() ? kind.group() + "..." : "it, as it does not begin with jdbc:NAME:")
                                + "; put its jar in lib.d");
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
