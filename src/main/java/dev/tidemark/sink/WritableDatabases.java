package dev.tidemark.sink;

import java.util.regex.Pattern;

/** The databases that the sink writes to. */
public final class WritableDatabases {

    static final String NAMES = "H2, PostgreSQL, MariaDB, MySQL and DuckDB";

    /** A driver that wraps another has the other's name after its own. */
    private static final Pattern ADDRESS =
            Pattern.compile("jdbc:(?:[^/@?;]*:)?(?:h2|postgresql|pgsql|mariadb|mysql|duckdb):.*");

    private WritableDatabases() {}

    /**
     * Refuses a database by its address, before any connection.
     *
     * @param name its name in the sink
     * @throws IllegalArgumentException when it is another product
     */
    public static void require(String name, String url) {
        if (!ADDRESS.matcher(url).matches()) {
            throw new IllegalArgumentException("dataSource `" + name + "` is at "
                    + url.replaceFirst("^(jdbc:[^:]*:).*", "$1") + "..., but the sink writes only to"
                    + " " + NAMES + "; name one of these databases");
        }
    }
}
