package dev.tidemark.sink;

import dev.tidemark.database.Product;
import java.util.Set;

/** The databases that the sink writes to. */
public final class WritableDatabases {

    static final String NAMES = "H2, PostgreSQL, MariaDB, MySQL and DuckDB";

    private static final Set<Product> UNKNOWN = Set.of(Product.SQLITE, Product.OTHER);

    private WritableDatabases() {}

    /**
     * Refuses a database by its JDBC URL, before anything is contacted.
     *
     * @param name by which the sink names it
     * @throws IllegalArgumentException when it is of another product
     */
    public static void require(String name, String url) {
        if (UNKNOWN.contains(Product.ofUrl(url))) {
            throw new IllegalArgumentException("dataSource `" + name + "` is at "
                    + url.replaceFirst("^(jdbc:[^:]*:).*", "$1") + "..., and the sink writes to " + NAMES
                    + " only; name a database of these");
        }
    }
}
