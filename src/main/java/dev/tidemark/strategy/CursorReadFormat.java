package dev.tidemark.strategy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which an API writes its cursors, given as {@link java.time.format.DateTimeFormatter} patterns with {@code |}
 * between them. The first that reads a text counts; a text that none of them reads is read as {@link TimestampText} does.
 */
final class CursorReadFormat {

    private static final String PARAMETER = "cursorReadFormat";

    private final String patterns;
    private final List<TimePattern> forms;

    /** @throws IllegalArgumentException when a part is not such a pattern */
    CursorReadFormat(String patterns) {
        this.patterns = patterns;
        this.forms = Arrays.stream(patterns.split("\\|", -1))
                .map(String::strip)
                .map(pattern -> TimePattern.of(PARAMETER, pattern))
                .toList();
    }

    /** @throws IllegalArgumentException when what one pattern writes is read by another one as another time */
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

    /** @throws DateTimeException when the text is of no form that is known */
    TimestampText read(String text, ZoneId zone) {
        for (TimePattern form : forms) {
            try {
                return form.read(text, zone);
            } catch (DateTimeException e) {
                // The next one may read it.
            }
        }
        return TimestampText.read(text, zone);
    }

    /** Writes an instant in the form of a sample, rounded down to what that form can tell. */
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
