package dev.tidemark.cli;

import dev.tidemark.state.SyncHistory;
import java.util.ArrayList;
import java.util.List;

/** How many syncs of a source the history keeps. */
final class HistoryKeep {

    static final String KEY = "tidemark.history.keep";

    private HistoryKeep() {}

    /** Reads the configuration, and notes a wrong value. A placeholder without a value is noted by others. */
    static int of(Settings settings, List<String> problems) {
        String value = settings.own(new ArrayList<>()).get(KEY);
        if (value == null) {
            return SyncHistory.KEEP;
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
