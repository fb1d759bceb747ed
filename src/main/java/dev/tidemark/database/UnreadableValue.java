package dev.tidemark.database;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Stands in a record for a value that is not one of its column's type, so that the sink rejects the record.
 *
 * @param text the value, as far as it can be shown
 * @param reason what is wrong with it, and what to change
 */
public record UnreadableValue(@JsonValue String text, String reason) {

    private static final int SHOWN = 100;

    static UnreadableValue of(String text, String type, String why) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new UnreadableValue(
                text,
                "`" + shown + "` cannot be read as " + type + ": " + why
                        + "; cast the column in a view, or leave it out of the source's columns");
    }

    /** The text alone, as a user's step shows it. */
    @Override
    public String toString() {
        return text;
    }
}
