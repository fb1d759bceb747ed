package dev.tidemark.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.schedule.Timing;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source, and the settings for its status.
 *
 * @param strategyName the strategy's name, as states have it
 * @param timing when it is due
 * @param limits the limits beyond which it is down
 * @param strategy reads its states; null when its Kamelet has none of our strategies
 */
public record WatchedSource(
        String name, String strategyName, Timing timing, HealthLimits limits, @Nullable Strategy strategy) {

    /** The same source with other limits. */
    WatchedSource with(HealthLimits other) {
        return new WatchedSource(name, strategyName, timing, other, strategy);
    }

    /** The cursor of a state; null when it has none, has one for each partition, or cannot be read. */
    @Nullable
    Cursor reached(@Nullable StoredState stored) {
        if (stored == null || strategy == null || !stored.strategy().equals(strategyName) || stored.hasPartitions()) {
            return null;
        }
        try {
            return strategy.reached(stored.state());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** How far the cursor was behind the clock at the end of a sync; null when it was not a time. */
    @Nullable
    Duration lagAfter(SyncResult sync) {
        ObjectNode state = sync.state() == null ? sync.start().state() : sync.state();
        if (state == null) {
            return null;
        }
        return lag(reached(new StoredState(sync.strategy(), null, state, 0)), sync.ended());
    }

    static @Nullable Duration lag(@Nullable Cursor reached, Instant now) {
        return reached == null || !reached.isInstant() ? null : Duration.between(reached.instant(), now);
    }
}
