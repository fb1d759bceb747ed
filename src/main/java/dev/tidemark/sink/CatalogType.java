package dev.tidemark.sink;

/**
 * The type of a column as a database's catalogue has it.
 *
 * @param code one of {@link java.sql.Types}
 * @param name its short name, that of the type below for a domain
 * @param own the type as a statement names it
 * @param size its length, or all its digits
 * @param digits those after the point, or of a second
 */
record CatalogType(int code, String name, String own, int size, int digits) {}
