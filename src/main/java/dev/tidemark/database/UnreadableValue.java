package dev.tidemark.database;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tidemark.text.SafeText;
import dev.tidemark.text.Secrets;

/**
 * Replaces a value that does not match its column's type, so that the sink rejects the record.
 *
 * @param text an excerpt of the value
 * @param reason what is wrong with it, and what to change
 */
public record UnreadableValue(@JsonValue String text, String reason) {

    private static final int SHOWN = 100;

    static UnreadableValue of(String text, String type, String why) {
        return new UnreadableValue(
                text,
                "`" + SafeText.shortened(Secrets.masked(text), SHOWN) + "` cannot be read as " + type + ": " + why
                        + "; cast the column in a view, or remove it from the source's columns");
    }

    /** The text only, as a user's step shows it. */
    @Override
    public String toString() {
        return text;
    }
}
