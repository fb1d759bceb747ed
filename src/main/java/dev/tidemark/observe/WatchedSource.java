package dev.tidemark.observe;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.PastSync;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.Cursor;
import dev.tidemark.strategy.Strategy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source, and what it takes to tell how it is.
 *
 * @param strategyName the strategy's name, as states have it
 * @param period between two starts
 * @param limits beyond which it is down
 * @param strategy reads its states; null when its Kamelet has none of ours
 */
public record WatchedSource(
        String name, String strategyName, Duration period, HealthLimits limits, @Nullable Strategy strategy) {

    /** Where a state stands; null when it has no cursor, or cannot be read. */
    @Nullable
    Cursor reached(@Nullable StoredState stored) {
        if (stored == null || strategy == null || !stored.strategy().equals(strategyName)) {
            return null;
        }
        try {
            return strategy.reached(stored.state());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** How far the cursor lay behind the clock when a sync had ended; null when it was no point in time. */
    @Nullable
    Duration lagAfter(PastSync sync) {
        String state = sync.stateAfter() == null ? sync.stateBefore() : sync.stateAfter();
        if (state == null) {
            return null;
        }
        try {
            StoredState stored = new StoredState(sync.strategy(), null, JdbcStateRepository.parse(state), 0);
            return lag(reached(stored), sync.ended());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static @Nullable Duration lag(@Nullable Cursor reached, Instant now) {
        return reached == null || !reached.isInstant() ? null : Duration.between(reached.instant(), now);
    }
}
