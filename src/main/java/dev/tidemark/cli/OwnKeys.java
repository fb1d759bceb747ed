package dev.tidemark.cli;

import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import java.util.List;
import java.util.Map;

/** Tidemark's own configuration keys: a misspelt one would otherwise pass without a word. */
final class OwnKeys {

    private OwnKeys() {}

    /** Reads them, and notes every key that starts with {@code tidemark.} and is none of ours. */
    static Map<String, String> read(Settings settings, List<String> problems) {
        Map<String, String> own = settings.own(problems);
        own.keySet().stream()
                .filter(key -> !key.startsWith(Databases.PREFIX)
                        && !key.startsWith(Clients.PREFIX)
                        && !key.equals(HistoryKeep.KEY))
                .forEach(key -> problems.add(key + " is not known; Tidemark's own keys are " + Databases.PREFIX
                        + "NAME.*, " + Clients.PREFIX + "NAME.* and " + HistoryKeep.KEY));
        return own;
    }

    /** The databases; without one to write to there is a problem more. */
    static Databases databases(Map<String, String> own, List<String> problems) {
        Databases databases = Databases.of(own, problems);
        if (databases.find(Databases.DESTINATION) == null) {
            problems.add(Databases.PREFIX + Databases.DESTINATION + ".url is missing: no database to write to");
        }
        return databases;
    }
}
