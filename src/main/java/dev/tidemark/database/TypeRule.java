package dev.tidemark.database;

import org.jspecify.annotations.Nullable;

/**
 * How the values of a type are read, and their type in a destination.
 *
 * @param destination null when it depends on the values
 * @param sized whether the column's own digits or length are kept
 */
record TypeRule(@Nullable DestinationType destination, boolean sized, CellReader reader) {

    /** Beyond it, the size of a DECIMAL depends on its values. */
    private static final int MOST_DIGITS = 38;

    /** Beyond it, a length is the product's maximum, rather than a deliberate limit. */
    private static final int MOST_CHARACTERS = 10_000;

    static TypeRule of(String word, CellReader reader) {
        return new TypeRule(new DestinationType(word, 0, 0), false, reader);
    }

    static TypeRule sized(String word, CellReader reader) {
        return new TypeRule(new DestinationType(word, 0, 0), true, reader);
    }

    /** The destination type of a column; null when it depends on the values. */
    @Nullable
    DestinationType destination(DriverType type) {
        if (destination == null || !sized) {
            return destination;
        }
        boolean text = destination.word().equals("STRING");
        boolean known = type.precision() > 0 && type.precision() <= (text ? MOST_CHARACTERS : MOST_DIGITS);
        if (text) {
            return known ? new DestinationType(destination.word(), type.precision(), 0) : destination;
        }
        boolean fits = known && type.scale() >= 0 && type.scale() <= type.precision();
        return fits ? new DestinationType(destination.word(), type.precision(), type.scale()) : null;
    }
}
