package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.OptionalText;
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
public final class ReplayStrategy extends CursorStrategy {

    private Duration buffer = Duration.ofHours(2);
    private @Nullable Integer pageSize;

    /** How many hours before the stored cursor a sync starts; zero or more. */
    public void setBufferHours(int bufferHours) {
        this.buffer = Duration.ofHours(AtLeast.of(0, "bufferHours", bufferHours));
    }

    /** The number of records at which the API truncates a response; omitted when it does not. */
    public void setPageSize(@Nullable String pageSize) {
        String text = OptionalText.of(pageSize);
        this.pageSize = text == null ? null : AtLeast.of(1, "pageSize", Integer.parseInt(text));
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    protected String stateName() {
        return TimestampStrategy.STATE;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorSettings settings = settings();
        if (!settings.type().isInstant()) {
            throw new IllegalArgumentException("cursorType `" + settings.type()
                    + "` is not a time to look back from; replay requires timestamp, epoch-seconds or epoch-millis");
        }
        Cursor stored = stored(state, TimestampStrategy.STATE, settings);
        Cursor from = stored == null ? null : settings.earlier(stored, buffer);
        return new TimestampPaging(settings, pageSize, now, stored, from);
    }
}
