package dev.tidemark.sink;

import java.util.regex.Pattern;

/** The databases that the sink writes to. */
public final class WritableDatabases {

    static final String NAMES = "H2, PostgreSQL, MariaDB, MySQL and DuckDB";

    /** A driver that wraps another has that one's name after its own. */
    private static final Pattern ADDRESS =
            Pattern.compile("jdbc:(?:[^/@?;]*:)?(?:h2|postgresql|pgsql|mariadb|mysql|duckdb):.*");

    private WritableDatabases() {}

    /**
     * Refuses a database before anything is contacted, by its address alone.
     *
     * @param name by which the sink names it
     * @throws IllegalArgumentException when it is of another product
     */
    public static void require(String name, String url) {
        if (!ADDRESS.matcher(url).matches()) {
            throw new IllegalArgumentException("dataSource `" + name + "` is at "
                    + url.replaceFirst("^(jdbc:[^:]*:).*", "$1") + "..., and the sink writes to " + NAMES
                    + " only; name a database of these");
        }
    }
}
