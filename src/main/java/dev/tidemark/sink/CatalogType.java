package dev.tidemark.sink;

import dev.tidemark.database.DriverType;

/**
 * The type of a column as a database's catalogue has it.
 *
 * @param code one of {@link java.sql.Types}
 * @param name its short name, that of the type below for a domain
 * @param own the type as a statement names it
 * @param size its length, or all its digits
 * @param digits those after the point, or of a second
 */
record CatalogType(int code, String name, String own, int size, int digits) {

    static CatalogType of(DriverType type) {
        return new CatalogType(type.jdbc(), type.name(), type.name(), type.precision(), type.scale());
    }
}
