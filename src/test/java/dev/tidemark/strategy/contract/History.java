package dev.tidemark.strategy.contract;

import java.util.List;

/**
 * What happens in one trial.
 *
 * @param setup choices that make the API and its first records
 * @param script what happens between the steps of the syncs, see {@link Event}
 */
record History(List<Integer> setup, List<Integer> script) {

    static final int LARGEST = 1000;

    /** How many choices a setup has. */
    static final int SETUP = 32;

    /** Where in a setup the choices for what was added later begin. */
    private static final int LATER = 24;

    Choices choices() {
        return new Choices(setup, LATER);
    }

    Event event(int index) {
        return Event.values()[Event.ORDER.charAt(script.get(index) % Event.ORDER.length()) - 'a'];
    }

    /** What the event happens to. */
    int number(int index) {
        return script.get(index) / Event.ORDER.length();
    }

    /** What may happen at each point of a sync. */
    enum Event {
        /** The sync continues to the next point. */
        STEP(null),
        INSERT(Change.INSERT),
        INSERT_MANY(Change.INSERT_MANY),
        UPDATE(Change.UPDATE),
        UPDATE_MANY(Change.UPDATE_MANY),
        TICK(Change.TICK),
        DELETE(Change.DELETE),
        SPOIL(Change.SPOIL),
        LATE(Change.LATE),
        /** The program dies, or a request fails: the sync ends where it is. */
        BREAK(null),
        DELETE_AND_INSERT(Change.DELETE_AND_INSERT);

        /** The events by their letters, the more frequent the more often; chance shrinks towards the first. */
        static final String ORDER = "aaaaaaaaaaaabbbbcddddddefffffgghiijk";

        final @org.jspecify.annotations.Nullable Change change;

        Event(@org.jspecify.annotations.Nullable Change change) {
            this.change = change;
        }
    }
}
