package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** The parameters that all strategies with a cursor share, as a Kamelet sets them; and how a cursor stands in the state. */
public abstract class CursorStrategy implements Strategy {

    private String cursorField = "updatedAt";
    private CursorType cursorType = CursorType.TIMESTAMP;
    private @Nullable CursorFormat cursorFormat;
    private @Nullable CursorReadFormat cursorReadFormat;
    private ZoneId cursorZone = ZoneId.of("UTC");
    private String initialCursor = "0001-01-01T00:00:00Z";
    private boolean inclusive;
    private Duration maxSkew = Duration.ofHours(1);

    /** The record's field that holds the cursor. */
    public void setCursorField(String cursorField) {
        this.cursorField = cursorField;
    }

    /** {@code timestamp}, {@code epoch-seconds}, {@code epoch-millis}, {@code number} or {@code text}. */
    public void setCursorType(String cursorType) {
        this.cursorType = CursorType.of(cursorType);
    }

    /** How to write the cursor into a request; empty for the form in which the API gave it. */
    public void setCursorFormat(String cursorFormat) {
        this.cursorFormat = cursorFormat.isEmpty() ? null : new CursorFormat(cursorFormat);
    }

    /** The patterns in which the API writes cursors, {@code |} between them; empty for forms that are read by themselves. */
    public void setCursorReadFormat(String cursorReadFormat) {
        this.cursorReadFormat = cursorReadFormat.isEmpty() ? null : new CursorReadFormat(cursorReadFormat);
    }

    /** The zone of timestamps that name none. */
    public void setCursorZone(String cursorZone) {
        try {
            this.cursorZone = ZoneId.of(cursorZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "cursorZone `" + cursorZone + "` is no time zone such as UTC or Europe/Paris", e);
        }
    }

    /** What the very first request sends, as it stands. */
    public void setInitialCursor(String initialCursor) {
        this.initialCursor = initialCursor;
    }

    /** {@code exclusive} or {@code inclusive}: what the API does with a record exactly at the bound. */
    public void setBoundary(String boundary) {
        if (!boundary.equals("exclusive") && !boundary.equals("inclusive")) {
            throw new IllegalArgumentException("boundary `" + boundary + "` is neither exclusive nor inclusive");
        }
        this.inclusive = boundary.equals("inclusive");
    }

    /** How far ahead of the clock a cursor may lie and still count. */
    public void setMaxSkew(String maxSkew) {
        this.maxSkew = Duration.ofMillis(TimeUtils.toMilliSeconds(maxSkew));
    }

    @Override
    public String cursorField() {
        return cursorField;
    }

    /** @throws IllegalArgumentException when parameters contradict each other */
    CursorSettings settings() {
        return new CursorSettings(
                cursorField,
                cursorType,
                cursorFormat,
                cursorReadFormat,
                cursorZone,
                initialCursor,
                inclusive,
                maxSkew,
                sendsCursor());
    }

    /** Whether requests hold the cursor. */
    boolean sendsCursor() {
        return true;
    }

    /** The member of the state that holds the cursor. */
    abstract String stateName();

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
            return Objects.requireNonNull(state(stateName(), settings.readLike(cursor, like)));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the cursor `" + cursor + "` is no " + settings.type()
                            + (like == null ? "" : "; give one such as " + like),
                    e);
        }
    }

    static @Nullable Cursor stored(@Nullable ObjectNode state, String name, CursorSettings settings) {
        if (state == null) {
            return null;
        }
        JsonNode value = state.get(name);
        try {
            if (value != null && value.isNumber()) {
                return settings.read(value.decimalValue());
            }
            if (value != null && value.isTextual()) {
                return settings.read(value.textValue());
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(unreadable(state, name, settings), e);
        }
        throw new IllegalArgumentException(unreadable(state, name, settings));
    }

    private static String unreadable(ObjectNode state, String name, CursorSettings settings) {
        return "the state " + state + " has no `" + name + "` that is a " + settings.type()
                + "; correct it with `state set` or begin anew with `state reset`";
    }

    static @Nullable ObjectNode state(String name, @Nullable Cursor cursor) {
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
