package dev.tidemark.sink;

import dev.tidemark.database.Product;
import java.util.Set;

/** The databases that the sink writes to. */
public final class WritableDatabases {

    static final String NAMES = "H2, PostgreSQL, MariaDB, MySQL and DuckDB";

    private static final Set<Product> UNKNOWN = Set.of(Product.SQLITE, Product.OTHER);

    private WritableDatabases() {}

    /**
     * Refuses a database by its address, before any connection.
     *
     * @param name its name in the sink
     * @throws IllegalArgumentException when it is another product
     */
    public static void require(String name, String url) {
        if (UNKNOWN.contains(Product.ofUrl(url))) {
            throw new IllegalArgumentException("dataSource `" + name + "` is at "
                    + url.replaceFirst("^(jdbc:[^:]*:).*", "$1") + "..., but the sink writes only to"
                    + " " + NAMES + "; name one of these databases");
        }
    }
}
