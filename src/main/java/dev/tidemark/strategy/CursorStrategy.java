package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.row.FieldPath;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorFormat;
import dev.tidemark.strategy.cursor.CursorReadFormat;
import dev.tidemark.strategy.cursor.CursorReader;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.CursorType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** The Kamelet parameters that all strategies with a cursor share, and the format of a cursor in the state. */
public abstract class CursorStrategy implements Strategy {

    private static final String EARLIEST = "0001-01-01T00:00:00Z";

    private String cursorField = "updatedAt";
    private CursorType cursorType = CursorType.TIMESTAMP;
    private @Nullable CursorFormat cursorFormat;
    private @Nullable CursorReadFormat cursorReadFormat;
    private ZoneId cursorZone = ZoneId.of("UTC");
    private String initialCursor = EARLIEST;
    private boolean inclusive;
    private Duration maxSkew = Duration.ofHours(1);

    /** The field of a record that holds the cursor, or the path to it. */
    public void setCursorField(String cursorField) {
        this.cursorField = cursorField;
    }

    /** {@code timestamp}, {@code epoch-seconds}, {@code epoch-millis}, {@code number} or {@code text}. */
    public void setCursorType(String cursorType) {
        this.cursorType = CursorType.of(cursorType);
    }

    /** The format of the cursor in a request; empty for the format of the API. */
    public void setCursorFormat(String cursorFormat) {
        this.cursorFormat = cursorFormat.isEmpty() ? null : new CursorFormat(cursorFormat);
    }

    /** The patterns of the API's cursors, separated by {@code |}; empty for formats that are recognized. */
    public void setCursorReadFormat(String cursorReadFormat) {
        this.cursorReadFormat = cursorReadFormat.isEmpty() ? null : new CursorReadFormat(cursorReadFormat);
    }

    /** The zone of timestamps without one. */
    public void setCursorZone(String cursorZone) {
        try {
            this.cursorZone = ZoneId.of(cursorZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "cursorZone `" + cursorZone + "` is not a time zone such as UTC or Europe/Paris", e);
        }
    }

    /** The cursor of the very first request, unchanged. */
    public void setInitialCursor(String initialCursor) {
        this.initialCursor = initialCursor;
    }

    /** {@code exclusive} or {@code inclusive}: whether the API returns a record exactly at the bound. */
    public void setBoundary(String boundary) {
        if (!boundary.equals("exclusive") && !boundary.equals("inclusive")) {
            throw new IllegalArgumentException("boundary `" + boundary + "` is neither exclusive nor inclusive");
        }
        this.inclusive = boundary.equals("inclusive");
    }

    /** How far in the future a valid cursor may be. */
    public void setMaxSkew(String maxSkew) {
        this.maxSkew = Duration.ofMillis(TimeUtils.toMilliSeconds(maxSkew));
    }

    @Override
    public String cursorField() {
        return cursorField;
    }

    /** @throws IllegalArgumentException when parameters conflict */
    public CursorSettings settings() {
        return new CursorSettings(
                FieldPath.of(cursorField),
                new CursorReader(cursorType, cursorReadFormat, cursorZone),
                cursorFormat,
                initialCursor,
                inclusive,
                maxSkew,
                sendsCursor());
    }

    /** Whether requests contain the cursor. */
    protected boolean sendsCursor() {
        return true;
    }

    /** Whether the first sync starts before any record. */
    protected boolean hasDefaultInitialCursor() {
        return initialCursor.equals(EARLIEST);
    }

    /** The field of the state that holds the cursor. */
    protected abstract String stateName();

    @Override
    public @Nullable Cursor reached(ObjectNode state) {
        return stored(state, stateName(), settings());
    }

    @Override
    public @Nullable Cursor cursor(Map<String, @Nullable Object> row) {
        return settings().of(row);
    }

    @Override
    public ObjectNode stateAt(String cursor, @Nullable ObjectNode before) {
        CursorSettings settings = settings();
        Cursor like = before == null ? null : reached(before);
        try {
            return Objects.requireNonNull(state(stateName(), settings.reader().readLike(cursor, like)));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the cursor `" + cursor + "` is not a " + settings.type()
                            + (like == null ? "" : "; use one such as " + like),
                    e);
        }
    }

    protected static @Nullable Cursor stored(@Nullable ObjectNode state, String name, CursorSettings settings) {
        if (state == null) {
            return null;
        }
        JsonNode value = state.get(name);
        try {
            if (value != null && value.isNumber()) {
                return settings.reader().read(value.decimalValue());
            }
            if (value != null && value.isTextual()) {
                return settings.reader().read(value.textValue());
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(unreadable(state, name, settings), e);
        }
        throw new IllegalArgumentException(unreadable(state, name, settings));
    }

    private static String unreadable(ObjectNode state, String name, CursorSettings settings) {
        return "the state " + state + " has no `" + name + "` that is a " + settings.type()
                + "; correct it with `state set` or restart from the beginning with `state reset`";
    }

    public static @Nullable ObjectNode state(String name, @Nullable Cursor cursor) {
        if (cursor == null) {
            return null;
        }
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        if (cursor.written() instanceof Number number) {
            return state.put(name, new BigDecimal(number.toString()));
        }
        return state.put(name, cursor.text());
    }
}
