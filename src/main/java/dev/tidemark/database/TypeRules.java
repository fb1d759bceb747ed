package dev.tidemark.database;

import org.jspecify.annotations.Nullable;

/** How one product's columns are read: the only place that knows its types. Stateless. */
interface TypeRules {

    /** The rule for a type; null if it is unknown. */
    @Nullable
    TypeRule rule(DriverType type);

    /**
     * What to select for a column.
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
