package dev.tidemark.config;

import dev.tidemark.action.MaskAction;
import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.observe.HealthSettings;
import dev.tidemark.route.yaml.Placeholders;
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
 * Tidemark's own configuration. Unknown keys are reported, since a misspelt key would otherwise be ignored.
 *
 * @param stateKnown whether the state's database is certain, despite other mistakes
 */
public record TidemarkConfig(
        Map<String, String> values,
        Databases databases,
        ClusterSettings cluster,
        Retention retention,
        HealthSettings health,
        Management management,
        boolean stateKnown) {

    /**
     * What is kept.
     *
     * @param syncs how many syncs of each source
     * @param rejects how long rejects are kept
     */
    public record Retention(int syncs, Duration rejects) {}

    private static final List<String> SINGLE =
            List.of(HistoryKeep.KEY, MaskAction.SALT, RejectsKeep.KEY, StatusHosts.KEY, SyncThreads.KEY);

    /** Mistakes in these keys do not affect the state's database. */
    private static final List<String> APART = List.of(
            Clients.PREFIX,
            ClusterSettings.KEY,
            HealthSettings.PREFIX,
            HistoryKeep.KEY,
            MaskAction.SALT,
            RejectsKeep.KEY,
            Management.PREFIX,
            StatusHosts.KEY,
            SyncThreads.KEY);

    /** Reads the configuration, and reports mistakes and unknown keys with file and line. */
    public static TidemarkConfig read(Settings settings, List<String> problems) {
        List<String> unplaced = new ArrayList<>();
        TidemarkConfig config = readUnplaced(settings, unplaced);
        unplaced.forEach(problem -> problems.add(settings.located(problem)));
        return config;
    }

    private static TidemarkConfig readUnplaced(Settings settings, List<String> problems) {
        Map<String, String> resolved = settings.own(problems);
        List<String> found = new ArrayList<>();
        resolved.keySet().stream()
                .filter(key -> !key.startsWith(Databases.PREFIX)
                        && !key.startsWith(Clients.PREFIX)
                        && !key.equals(Databases.STATE_KEY)
                        && !key.startsWith(HealthSettings.PREFIX)
                        && !ClusterSettings.isKey(key)
                        && !SINGLE.contains(key))
                .forEach(key -> found.add(key + " is not a known key; Tidemark's own keys are " + Databases.PREFIX
                        + "NAME.*, " + Clients.PREFIX + "NAME.*, " + Databases.STATE_KEY + ", " + ClusterSettings.KEY
                        + ", " + ClusterSettings.KEY
                        + ".*, " + HealthSettings.PREFIX + "*, " + String.join(", ", SINGLE)));
        Databases databases = Databases.of(resolved, found);
        if (!databases.isDeclared(Databases.DESTINATION)) {
            found.add(Databases.PREFIX + Databases.DESTINATION + ".url is missing: no database to write to");
        }
        Clients.of(complete(resolved, settings), found).close();
        ClusterSettings cluster = ClusterSettings.of(resolved, databases.shared(), found);
        Retention retention = new Retention(HistoryKeep.of(resolved, found), RejectsKeep.of(resolved, found));
        HealthSettings health = HealthSettings.of(resolved, found);
        List<String> statusHosts = StatusHosts.of(resolved, found);
        found.forEach(problem -> problems.add(Placeholders.masked(problem, settings.all(), resolved)));
        Management management = Management.of(settings.resolved(Management.PREFIX, problems), statusHosts, problems);
        boolean stateKnown =
                databases.state() != null && problems.stream().allMatch(problem -> isApart(problem, databases));
        return new TidemarkConfig(resolved, databases, cluster, retention, health, management, stateKnown);
    }

    private static boolean isApart(String problem, Databases databases) {
        return APART.stream().anyMatch(problem::startsWith)
                || (problem.startsWith(Databases.PREFIX)
                        && !problem.startsWith(Databases.PREFIX + databases.stateName() + "."));
    }

    /** The resolved without clients that lack a value: other messages about them would be misleading. */
    private static Map<String, String> complete(Map<String, String> resolved, Settings settings) {
        Set<String> broken = new TreeSet<>();
        settings.faulty().forEach(key -> Clients.named(key).ifPresent(broken::add));
        Map<String, String> complete = new TreeMap<>(resolved);
        complete.keySet()
                .removeIf(key -> Clients.named(key).filter(broken::contains).isPresent());
        return complete;
    }

    /** Clients for one run of routes, which closes them. */
    public Clients clients() {
        return Clients.of(values, new ArrayList<>());
    }
}
