package dev.tidemark.sink;

import dev.tidemark.route.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.TimeUtils;

/** For how long rejects are kept. */
public final class RejectsKeep {

    public static final String KEY = "tidemark.rejects.keep";

    private static final Duration DEFAULT = Duration.ofDays(90);

    private RejectsKeep() {}

    /**
     * Reads the configuration.
     *
     * @param own resolved values by their full keys
     * @param problems gets a sentence when the value is wrong
     */
    public static Duration of(Map<String, String> own, List<String> problems) {
        String value = own.get(KEY);
        if (value == null) {
            return DEFAULT;
        }
        String text = value.strip();
        if (DurationText.isValid(text) && TimeUtils.toMilliSeconds(text) > 0) {
            return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
        }
        problems.add(KEY + " is `" + value + "`, not a time such as 90d or 12h");
        return DEFAULT;
    }
}
