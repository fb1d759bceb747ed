package dev.tidemark.route;

import java.util.regex.Pattern;

/**
 * Tells whether a text is a duration that Camel reads as meant. Camel itself takes any text: {@code abc} and
 * {@code PT5M} are no time at all to it, and a number without a unit is one of milliseconds, which nobody means.
 */
public final class DurationText {
    static final String RULE = "must be a duration such as `60s`, `5m`, `1h30m` or `500ms`, with its unit";

    private static final Pattern CAMEL =
            Pattern.compile("0|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");

    private DurationText() {}

    /** Whether it is one. */
    public static boolean isValid(String text) {
        return CAMEL.matcher(text).matches();
    }
}
