package dev.tidemark.cli;

import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tidemark's own configuration keys: a misspelt one would otherwise pass without a word. */
record OwnKeys(
        Map<String, String> values,
        Databases databases,
        ClusterSettings cluster,
        Set<String> clientNames,
        int historyKeep) {

    /** Reads them, and notes every key that starts with {@code tidemark.} and is none of ours. */
    static OwnKeys read(Settings settings, List<String> problems) {
        Map<String, String> own = settings.own(problems);
        own.keySet().stream()
                .filter(key -> !key.startsWith(Databases.PREFIX)
                        && !key.startsWith(Clients.PREFIX)
                        && !key.equals(Databases.STATE_KEY)
                        && !ClusterSettings.isKey(key)
                        && !key.equals(HistoryKeep.KEY))
                .forEach(key -> problems.add(key + " is not known; Tidemark's own keys are " + Databases.PREFIX
                        + "NAME.*, " + Clients.PREFIX + "NAME.*, " + Databases.STATE_KEY + ", " + ClusterSettings.KEY
                        + ", " + ClusterSettings.KEY
                        + ".* and " + HistoryKeep.KEY));
        Databases databases = Databases.of(own, problems);
        if (!databases.isDeclared(Databases.DESTINATION)) {
            problems.add(Databases.PREFIX + Databases.DESTINATION + ".url is missing: no database to write to");
        }
        Set<String> clientNames;
        try (Clients clients = Clients.of(own, problems)) {
            clientNames = Set.copyOf(clients.names());
        }
        return new OwnKeys(
                own,
                databases,
                ClusterSettings.of(own, databases.shared(), problems),
                clientNames,
                HistoryKeep.of(settings, problems));
    }

    /** Clients for one run of routes, which ends them. */
    Clients clients() {
        return Clients.of(values, new ArrayList<>());
    }
}
