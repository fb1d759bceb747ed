package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.Project;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Checks a state or cursor that a user provides: whether the source can start from there. */
final class StateArgument {

    private final Source source;
    private final Strategy strategy;
    private final String maxSkew;

    /** @throws UsageException when the source has none of our strategies */
    StateArgument(Project project, Source source) {
        this.source = source;
        this.strategy = project.check().strategy(source);
        this.maxSkew = project.value(source.from(), "maxSkew");
    }

    /**
     * Requires a state from which the source's strategy can start.
     *
     * @param place where it comes from: the command line or a file
     * @throws UsageException when it is not
     */
    void requireState(String place, ObjectNode state) {
        require(place, () -> state);
    }

    /**
     * Requires a cursor from which the source can start.
     *
     * @throws UsageException when it is not
     */
    void requireCursor(String place, String cursor) {
        require(place, () -> strategy.stateAt(cursor, null));
    }

    /**
     * Requires a valid range of cursors.
     *
     * @param to null for no end
     * @throws UsageException when it cannot
     */
    void requireRange(String from, @Nullable String to) {
        requireCursor(source.name() + ": --from", from);
        Cursor first = strategy.reached(strategy.stateAt(from, null));
        Cursor last = to == null ? null : last(to);
        if (last != null && last.compareTo(Objects.requireNonNull(first)) < 0) {
            throw new UsageException(List.of(source.name() + ": --to `" + to + "` is before --from `" + from + "`"));
        }
    }

    /** Unlike a state, the end may be in the future. */
    private @Nullable Cursor last(String to) {
        try {
            return strategy.reached(strategy.stateAt(to, null));
        } catch (IllegalArgumentException e) {
            throw invalid(source.name() + ": --to", String.valueOf(e.getMessage()));
        }
    }

    private void require(String place, Supplier<ObjectNode> made) {
        try {
            ObjectNode state = made.get();
            Cursor cursor = strategy.reached(state);
            if (cursor != null && isTooFarAhead(cursor)) {
                throw invalid(
                        place,
                        "the cursor `" + cursor + "` is further in the future than maxSkew (" + maxSkew + ") allows;"
                                + " use an earlier one");
            }
            strategy.begin(state, Instant.now());
        } catch (IllegalArgumentException e) {
            throw invalid(place, String.valueOf(e.getMessage()));
        }
    }

    private boolean isTooFarAhead(Cursor cursor) {
        return cursor.isInstant()
                && !maxSkew.isEmpty()
                && cursor.instant().isAfter(Instant.now().plusMillis(TimeUtils.toMilliSeconds(maxSkew)));
    }

    private UsageException invalid(String place, String what) {
        return new UsageException(List.of(source.from().masked(place + ": " + what)));
    }
}
