package dev.tidemark.route;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * Tells whether a text is a duration Camel reads as meant. Camel itself takes any text: {@code 5 min} fails,
 * {@code abc} is no time at all and {@code 500ms} is 500 minutes.
 */
final class DurationText {
    static final String RULE =
            "must be a duration such as `60s`, `5m`, `1h30m`, `PT5M`, or a number of milliseconds without a unit";

    private static final Pattern CAMEL =
            Pattern.compile("\\d{1,15}|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    private DurationText() {}

    static boolean isValid(String text) {
        return CAMEL.matcher(text).matches() || isIso(text);
    }

    private static boolean isIso(String text) {
        try {
            return text.startsWith("P") && !Duration.parse(text).isNegative();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
