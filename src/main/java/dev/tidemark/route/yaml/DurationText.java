package dev.tidemark.route.yaml;

import java.util.regex.Pattern;

/**
 * Checks whether a text is a duration that Camel reads as intended. Camel itself accepts any text: it reads {@code abc} and
 * {@code PT5M} as zero, and a number without a unit as milliseconds, which is rarely intended.
 */
public final class DurationText {
    public static final String RULE = "must be a duration with a unit, such as `60s`, `5m`, `1h30m` or `500ms`";

    private static final Pattern CAMEL =
            Pattern.compile("0|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");

    private DurationText() {}

    /** Whether a text is a valid duration. */
    public static boolean isValid(String text) {
        return CAMEL.matcher(text).matches();
    }
}
