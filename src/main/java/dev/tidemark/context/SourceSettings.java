package dev.tidemark.context;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.observe.HealthSettings;
import dev.tidemark.sink.RejectsKeep;
import dev.tidemark.state.HistoryKeep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the services of an application's sources.
 *
 * @param stateName the name of the database of the state
 * @param alone that database, over a connection that syncs cannot exhaust; null when it is the application's own
 */
record SourceSettings(
        HealthSettings health, int historyKeep, Duration rejectsKeep, String stateName, @Nullable DataSource alone) {

    static SourceSettings of(Map<String, String> own, Databases databases, List<String> problems) {
        return new SourceSettings(
                HealthSettings.of(own, problems),
                HistoryKeep.of(own, problems),
                RejectsKeep.of(own, problems),
                databases.stateName(),
                databases.stateAlone());
    }
}
