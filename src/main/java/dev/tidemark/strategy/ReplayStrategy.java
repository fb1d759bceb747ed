package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.CursorType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Timestamp with a lookback window: each sync starts some hours before the stored cursor and pages through that window.
 *
 * <p><b>Assumes</b> the same as timestamp, and that no record appears later than {@code bufferHours}, less the time that a
 * sync takes, after its timestamp.
 * <br><b>Promises</b> records that appear late, within the buffer. The cursor never decreases.
 * <br><b>Stores</b> {@code last_timestamp}.
 * <br><b>Loses</b> deletes, and records that appear later than the buffer.
 */
public final class ReplayStrategy extends WindowedStrategy {

    private Duration buffer = Duration.ofHours(2);

    /** How many hours before the stored cursor a sync starts; zero or more. */
    public void setBufferHours(int bufferHours) {
        this.buffer = Duration.ofHours(AtLeast.of(0, "bufferHours", bufferHours));
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    Duration buffer() {
        return buffer;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorType type = settings().type();
        if (!type.isInstant()) {
            throw new IllegalArgumentException("cursorType `" + type
                    + "` is not a time to look back from; replay requires timestamp, epoch-seconds or epoch-millis");
        }
        return super.begin(state, now);
    }
}
