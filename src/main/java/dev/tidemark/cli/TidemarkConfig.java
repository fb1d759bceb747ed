package dev.tidemark.cli;

import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.observe.HealthSettings;
import dev.tidemark.route.Placeholders;
import dev.tidemark.sink.RejectsKeep;
import dev.tidemark.state.HistoryKeep;
import dev.tidemark.sync.SyncThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tidemark's own configuration keys: a misspelt one would otherwise pass without a word.
 *
 * @param stateKnown whether it is certain which database holds the state, whatever else is wrong
 */
record TidemarkConfig(
        Map<String, String> values,
        Databases databases,
        ClusterSettings cluster,
        Set<String> clientNames,
        int historyKeep,
        Duration rejectsKeep,
        HealthSettings health,
        Management management,
        boolean stateKnown) {

    private static final List<String> SINGLE =
            List.of(HistoryKeep.KEY, RejectsKeep.KEY, StatusHosts.KEY, SyncThreads.KEY);

    /** What is wrong with these leaves no doubt where the state is. */
    private static final List<String> APART = List.of(
            Clients.PREFIX,
            ClusterSettings.KEY,
            HealthSettings.PREFIX,
            HistoryKeep.KEY,
            RejectsKeep.KEY,
            Management.PREFIX,
            StatusHosts.KEY,
            SyncThreads.KEY);

    /** Reads them, and notes what is wrong with them, with file and line: also every one that is none of ours. */
    static TidemarkConfig read(Settings settings, List<String> problems) {
        List<String> unplaced = new ArrayList<>();
        TidemarkConfig keys = readUnplaced(settings, unplaced);
        unplaced.forEach(problem -> problems.add(settings.located(problem)));
        return keys;
    }

    private static TidemarkConfig readUnplaced(Settings settings, List<String> problems) {
        Map<String, String> own = settings.own(problems);
        List<String> found = new ArrayList<>();
        own.keySet().stream()
                .filter(key -> !key.startsWith(Databases.PREFIX)
                        && !key.startsWith(Clients.PREFIX)
                        && !key.equals(Databases.STATE_KEY)
                        && !key.startsWith(HealthSettings.PREFIX)
                        && !ClusterSettings.isKey(key)
                        && !SINGLE.contains(key))
                .forEach(key -> found.add(key + " is not known; Tidemark's own keys are " + Databases.PREFIX
                        + "NAME.*, " + Clients.PREFIX + "NAME.*, " + Databases.STATE_KEY + ", " + ClusterSettings.KEY
                        + ", " + ClusterSettings.KEY
                        + ".*, " + HealthSettings.PREFIX + "*, " + String.join(", ", SINGLE)));
        Databases databases = Databases.of(own, found);
        if (!databases.isDeclared(Databases.DESTINATION)) {
            found.add(Databases.PREFIX + Databases.DESTINATION + ".url is missing: no database to write to");
        }
        Set<String> clientNames = Clients.names(settings.all().keySet());
        Clients.of(whole(own, settings), found).close();
        ClusterSettings cluster = ClusterSettings.of(own, databases.shared(), found);
        int historyKeep = HistoryKeep.of(own, found);
        Duration rejectsKeep = RejectsKeep.of(own, found);
        HealthSettings health = HealthSettings.of(own, found);
        List<String> statusHosts = StatusHosts.of(own, found);
        found.forEach(problem -> problems.add(Placeholders.masked(problem, settings.all(), own)));
        Management management = Management.of(settings.resolved(Management.PREFIX, problems), statusHosts, problems);
        boolean stateKnown =
                databases.state() != null && problems.stream().allMatch(problem -> isApart(problem, databases));
        return new TidemarkConfig(
                own, databases, cluster, clientNames, historyKeep, rejectsKeep, health, management, stateKnown);
    }

    private static boolean isApart(String problem, Databases databases) {
        return APART.stream().anyMatch(problem::startsWith)
                || (problem.startsWith(Databases.PREFIX)
                        && !problem.startsWith(Databases.PREFIX + databases.stateName() + "."));
    }

    /** Without the clients of which a value is missing: what else is said about them would be wrong. */
    private static Map<String, String> whole(Map<String, String> own, Settings settings) {
        Set<String> broken = new TreeSet<>();
        settings.faulty().forEach(key -> Clients.named(key).ifPresent(broken::add));
        Map<String, String> whole = new TreeMap<>(own);
        whole.keySet()
                .removeIf(key -> Clients.named(key).filter(broken::contains).isPresent());
        return whole;
    }

    /** Clients for one run of routes, which ends them. */
    Clients clients() {
        return Clients.of(values, new ArrayList<>());
    }
}
