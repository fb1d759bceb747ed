package dev.tidemark.database;

import org.jspecify.annotations.Nullable;

/** How the columns of one product are read: the only place with its types. Stateless. */
interface TypeRules {

    /** The rule for a type; null if the type is unknown. */
    @Nullable
    TypeRule rule(DriverType type);

    /**
     * The expression to select for a column.
     *
     * @param column its name, quoted
     */
    default String selected(String column, DriverType type) {
        return column;
    }

    /** @throws UnknownTypeException if the type is unknown */
    default CellReader require(DriverType type) {
        TypeRule rule = rule(type);
        if (rule == null) {
            throw new UnknownTypeException(type);
        }
        return rule.reader();
    }
}
