package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.route.Source;
import dev.tidemark.strategy.Cursor;
import dev.tidemark.strategy.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** What a person gives as the state of a source, or as a cursor of it: whether the source can begin from there. */
final class StateArgument {

    private final Source source;
    private final Strategy strategy;
    private final String maxSkew;

    /** @throws UsageException when the source has no strategy of ours */
    StateArgument(Project setup, Source source) {
        this.source = source;
        this.strategy = setup.check().strategy(source);
        this.maxSkew = setup.value(source.from(), "maxSkew");
    }

    /**
     * Whether a state is one that the source's strategy can begin from.
     *
     * @param given where it comes from: what was typed, or a file
     * @throws UsageException when it is not
     */
    void requireState(String given, ObjectNode state) {
        require(given, () -> state);
    }

    /**
     * Whether a cursor is one to begin from.
     *
     * @throws UsageException when it is not
     */
    void requireCursor(String given, String cursor) {
        require(given, () -> strategy.stateAt(cursor, null));
    }

    /**
     * Whether the source can be read from one cursor to another.
     *
     * @param to null for no end
     * @throws UsageException when it cannot
     */
    void requireRange(String from, @Nullable String to) {
        requireCursor(source.name() + ": --from", from);
        Cursor first = strategy.reached(strategy.stateAt(from, null));
        Cursor last = to == null ? null : last(to);
        if (last != null && last.compareTo(Objects.requireNonNull(first)) < 0) {
            throw new UsageException(List.of(source.name() + ": --to `" + to + "` lies before --from `" + from + "`"));
        }
    }

    /** Unlike a state, the end may lie in the future. */
    private @Nullable Cursor last(String to) {
        try {
            return strategy.reached(strategy.stateAt(to, null));
        } catch (IllegalArgumentException e) {
            throw wrong(source.name() + ": --to", String.valueOf(e.getMessage()));
        }
    }

    private void require(String given, Supplier<ObjectNode> made) {
        try {
            ObjectNode state = made.get();
            Cursor cursor = strategy.reached(state);
            if (cursor != null && isTooFarAhead(cursor)) {
                throw wrong(
                        given,
                        "the cursor `" + cursor + "` lies in the future, further than maxSkew (" + maxSkew
                                + ") lets one lie; give an earlier one");
            }
            strategy.begin(state, Instant.now());
        } catch (IllegalArgumentException e) {
            throw wrong(given, String.valueOf(e.getMessage()));
        }
    }

    private boolean isTooFarAhead(Cursor cursor) {
        return cursor.isInstant()
                && !maxSkew.isEmpty()
                && cursor.instant().isAfter(Instant.now().plusMillis(TimeUtils.toMilliSeconds(maxSkew)));
    }

    private UsageException wrong(String given, String what) {
        return new UsageException(List.of(source.from().masked(given + ": " + what)));
    }
}
