package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.OptionalText;
import dev.tidemark.strategy.cursor.Span;
import dev.tidemark.strategy.cursor.WindowEnd;
import dev.tidemark.strategy.cursor.WindowLength;
import dev.tidemark.strategy.cursor.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** The shared part of the strategies that request what is newer than a timestamp, all of it or window by window. */
public abstract class WindowedStrategy extends RequestStrategy implements RangedStrategy {

    static final String STATE = "last_timestamp";

    private @Nullable Integer pageSize;
    private @Nullable Duration window;

    /** The number of records at which the API truncates a response; omitted when it does not. */
    public void setPageSize(@Nullable String pageSize) {
        String text = OptionalText.of(pageSize);
        this.pageSize = text == null ? null : AtLeast.of(1, "pageSize", Integer.parseInt(text));
    }

    /** The widest span of time that a request may have; omitted for requests without an end. */
    public void setWindow(@Nullable String window) {
        String text = OptionalText.of(window);
        this.window = text == null ? null : Duration.ofMillis(TimeUtils.toMilliSeconds(text));
        if (this.window != null && (this.window.isZero() || this.window.isNegative())) {
            throw new IllegalArgumentException("window is `" + window + "`; it must be greater than zero");
        }
    }

    @Override
    protected String stateName() {
        return STATE;
    }

    @Override
    public @Nullable Cursor reached(ObjectNode state) {
        return WindowEnd.isAlone(state, STATE) ? null : super.reached(state);
    }

    /** How long before the stored cursor a sync starts. */
    abstract Duration buffer();

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        CursorSettings settings = checked();
        Cursor stored = stored(state);
        Span span = window == null ? Span.UNLIMITED : Windows.after(length(settings), now, state, buffer(), null);
        return new TimestampPaging(settings, pageSize, now, stored, from(settings, stored), span);
    }

    @Override
    public boolean isDivided() {
        return window != null;
    }

    @Override
    public WorkPlan plan(@Nullable ObjectNode state, Instant now, int most) {
        CursorSettings settings = checked();
        WindowLength length = length(settings);
        Cursor stored = stored(state);
        Cursor start = Windows.after(length, now, state, buffer(), null).start(from(settings, stored));
        return new WindowPlan(length, most, now, state, stored, start);
    }

    @Override
    public Paging range(WorkUnit work, Instant now) {
        CursorSettings settings = checked();
        WindowLength length = length(settings);
        WindowUnit unit = WindowUnit.of(work, length);
        Cursor stored = stored(unit.state());
        Windows windows = unit.isFirst()
                ? Windows.after(length, now, unit.state(), buffer(), unit.end())
                : new Windows(length, now, unit.start(), unit.end());
        return new WindowUnitPaging(settings, pageSize, now, stored, from(settings, stored), windows);
    }

    private WindowLength length(CursorSettings settings) {
        return new WindowLength(settings, Objects.requireNonNull(window, "window"));
    }

    private CursorSettings checked() {
        CursorSettings settings = settings();
        requireNoToken();
        requireWindowEnd();
        return settings;
    }

    private @Nullable Cursor stored(@Nullable ObjectNode state) {
        return state == null ? null : reached(state);
    }

    private @Nullable Cursor from(CursorSettings settings, @Nullable Cursor stored) {
        return stored == null ? null : settings.earlier(stored, buffer());
    }

    private void requireWindowEnd() {
        boolean sendsEnd = isInRequest("{windowEnd}");
        if (window == null && (sendsEnd || isInRequest("{windowStart}"))) {
            throw new IllegalArgumentException("window is missing, and requests have {windowStart} or {windowEnd} ("
                    + templateName() + " `" + template()
                    + "`, or the path of url); set window to the widest span that the API allows, such as 7d");
        }
        if (window != null && !sendsEnd) {
            throw new IllegalArgumentException(templateName() + " `" + template()
                    + "` has no {windowEnd}, so no request would end where its window does; add it, such as"
                    + " `from={windowStart}; to={windowEnd}`, or remove window");
        }
        if (window != null && !isInRequest("{windowStart}") && !isInRequest("{cursor}")) {
            throw new IllegalArgumentException(templateName() + " `" + template()
                    + "` has neither {windowStart} nor {cursor}, so every request would start at the same time; add"
                    + " one of them");
        }
        if (window != null && hasDefaultInitialCursor()) {
            throw new IllegalArgumentException("initialCursor is missing: with window, the first sync requests all"
                    + " windows from it on; set it to the time of the oldest records, such as"
                    + " 2020-01-01T00:00:00Z");
        }
    }
}
