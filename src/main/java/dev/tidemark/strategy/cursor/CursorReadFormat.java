package dev.tidemark.strategy.cursor;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The formats of an API's cursors, as {@link java.time.format.DateTimeFormatter} patterns separated by {@code |}. The first
 * pattern that can read a text is used. A text that no pattern can read is read like {@link TimestampText}.
 */
public final class CursorReadFormat {

    private static final String PARAMETER = "cursorReadFormat";

    private final String patterns;
    private final List<TimePattern> forms;

    /** @throws IllegalArgumentException when a part is not such a pattern */
    public CursorReadFormat(String patterns) {
        this.patterns = patterns;
        this.forms = Arrays.stream(patterns.split("\\|", -1))
                .map(String::strip)
                .map(pattern -> TimePattern.of(PARAMETER, pattern))
                .toList();
    }

    /** @throws IllegalArgumentException when another pattern reads the text of one pattern as another time */
    void requireReadable(ZoneId zone) {
        for (TimePattern form : forms) {
            TimePattern.requireReadable(
                    PARAMETER,
                    patterns,
                    sample -> form.write(sample, zone),
                    text -> readable(text, zone),
                    sample -> form.floor(sample, zone));
        }
    }

    /** @throws DateTimeException when the text has no known format */
    TimestampText read(String text, ZoneId zone) {
        for (TimePattern form : forms) {
            try {
                return form.read(text, zone);
            } catch (DateTimeException e) {
                // The next pattern may read it.
            }
        }
        return TimestampText.read(text, zone);
    }

    /** Writes an instant in the format of a sample, rounded down to that format's precision. */
    String writeLike(String sample, Instant instant, Tick step, ZoneId zone) {
        TimePattern form = form(sample, zone);
        return form == null
                ? TimestampText.writeLike(sample, instant, step, zone)
                : form.write(instant, form.zone(sample, zone));
    }

    private @Nullable Instant readable(String text, ZoneId zone) {
        try {
            return read(text, zone).instant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable TimePattern form(String text, ZoneId zone) {
        return forms.stream().filter(form -> form.reads(text, zone)).findFirst().orElse(null);
    }
}
