package dev.tidemark.cli;

import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.jdbc.Databases;
import java.util.List;
import java.util.Map;

/** Tidemark's own configuration keys: a misspelt one would otherwise pass without a word. */
record OwnKeys(Databases databases, ClusterSettings cluster) {

    /** Reads them, and notes every key that starts with {@code tidemark.} and is none of ours. */
    static OwnKeys read(Settings settings, List<String> problems) {
        Map<String, String> own = settings.own(problems);
        own.keySet().stream()
                .filter(key -> !key.startsWith(Databases.PREFIX) && !ClusterSettings.isKey(key))
                .forEach(key -> problems.add(key + " is not known; Tidemark's own keys are " + Databases.PREFIX
                        + "NAME.*, " + ClusterSettings.KEY + " and " + ClusterSettings.KEY + ".*"));
        Databases databases = Databases.of(own, problems);
        String destination = Databases.PREFIX + Databases.DESTINATION + ".url";
        if (databases.find(Databases.DESTINATION) == null) {
            problems.add(destination + " is missing: no database to write to");
        }
        return new OwnKeys(databases, ClusterSettings.of(own, own.get(destination), problems));
    }
}
