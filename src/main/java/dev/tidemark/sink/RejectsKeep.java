package dev.tidemark.sink;

import dev.tidemark.route.yaml.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.TimeUtils;

/** How long rejects are kept. */
public final class RejectsKeep {

    public static final String KEY = "tidemark.rejects.keep";

    private static final Duration DEFAULT = Duration.ofDays(90);

    private RejectsKeep() {}

    /**
     * Reads the configuration.
     *
     * @param config resolved values by their full keys
     * @param problems receives a message when the value is invalid
     */
    public static Duration of(Map<String, String> config, List<String> problems) {
        String value = config.get(KEY);
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
