package dev.tidemark.state;

import java.util.List;
import java.util.Map;

/** How many syncs of a source the history keeps. */
public final class HistoryKeep {

    public static final String KEY = "tidemark.history.keep";

    private static final int DEFAULT = 1000;

    private HistoryKeep() {}

    /**
     * Reads the configuration.
     *
     * @param own resolved values by their full keys
     * @param problems receives a sentence when the value is wrong
     */
    public static int of(Map<String, String> own, List<String> problems) {
        String value = own.get(KEY);
        if (value == null) {
            return DEFAULT;
        }
        int keep;
        try {
            keep = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            keep = 0;
        }
        if (keep < 1) {
            problems.add(KEY + " is `" + value + "`, not a whole number from 1");
        }
        return keep;
    }
}
