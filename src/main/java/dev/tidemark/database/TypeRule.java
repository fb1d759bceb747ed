package dev.tidemark.database;

import org.jspecify.annotations.Nullable;

/**
 * How the values of a type are read, and which type takes them in a destination.
 *
 * @param destination null when only the values can say
 * @param sized whether the column's own digits or length travel with it
 */
record TypeRule(@Nullable DestinationType destination, boolean sized, CellReader reader) {

    /** Beyond it, a DECIMAL is as its values are. */
    private static final int MOST_DIGITS = 38;

    /** Beyond it, a length is the greatest that the product has, rather than what somebody meant. */
    private static final int MOST_CHARACTERS = 10_000;

    static TypeRule of(String word, CellReader reader) {
        return new TypeRule(new DestinationType(word, 0, 0), false, reader);
    }

    static TypeRule sized(String word, CellReader reader) {
        return new TypeRule(new DestinationType(word, 0, 0), true, reader);
    }

    /** The destination's type of a column; null when only the values can say. */
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
