package dev.tidemark.database;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;

/** The product of a database, independent of its driver. */
public enum Product {
    H2("H2"),
    POSTGRESQL("PostgreSQL"),
    MARIADB("MariaDB"),
    MYSQL("MySQL"),
    DUCKDB("DuckDB"),
    SQLITE("SQLite"),
    /** A product of which only the standard is known. */
    OTHER("");

    private final String title;

    Product(String title) {
        this.title = title;
    }

    /** The product of a database at a JDBC URL. The name of a driver that wraps another comes before that of the other. */
    public static Product ofUrl(String url) {
        String drivers = url.replaceFirst("[/@?;].*", "").replaceFirst("[^:]*$", "");
        return Arrays.stream(drivers.split(":"))
                .flatMap(name -> Arrays.stream(values()).filter(each -> each != OTHER && each.isDriver(name)))
                .findFirst()
                .orElse(OTHER);
    }

    private boolean isDriver(String name) {
        return title.equalsIgnoreCase(name) || (this == POSTGRESQL && name.equalsIgnoreCase("pgsql"));
    }

    /** The product of a connection's database. */
    public static Product of(DatabaseMetaData database) throws SQLException {
        String name = database.getDatabaseProductName();
        return Arrays.stream(values())
                .filter(each -> each.title.equals(name))
                .findFirst()
                .orElse(OTHER);
    }

    /**
     * The expression that {@link TypedRow} reads for a column: the column itself, or a conversion where the driver would
     * change the value.
     *
     * @param column its name, quoted
     * @param type its type in the catalogue
     */
    public String selected(String column, DriverType type) {
        return types().selected(column, type);
    }

    TypeRules types() {
        return switch (this) {
            case H2 -> new H2Types();
            case POSTGRESQL -> new PostgresTypes();
            case MARIADB, MYSQL -> new MariaDbTypes();
            case DUCKDB -> new DuckDbTypes();
            case SQLITE, OTHER -> new StandardTypes();
        };
    }
}
