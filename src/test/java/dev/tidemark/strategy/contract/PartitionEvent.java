package dev.tidemark.strategy.contract;

import java.util.List;

/**
 * What may happen at each point of a sync by partitions.
 *
 * @param number what it happens to
 */
record PartitionEvent(Kind kind, int number) {

    /** The greatest number that makes an event. */
    static final int LARGEST = 1_000_000;

    private static final List<Change> CHANGES = History.Event.ORDER
            .chars()
            .mapToObj(letter -> List.of(History.Event.values()).get(letter - 'a'))
            .filter(event -> event.change != null)
            .map(event -> event.change)
            .toList();

    /** What happens. */
    enum Kind {
        /** The sync continues to the next point. */
        STEP,
        /** A child is inserted, changed or deleted. */
        CHILD,
        PARENT_INSERTED,
        PARENT_DELETED,
        PARENT_RESTORED,
        /** A value that does not identify it changes. */
        PARENT_RENAMED,
        /** A value that identifies it changes. */
        PARENT_MOVED,
        REQUEST_FAILS,
        PROCESS_DIES,
        /** Another process syncs the source, and the workers of this one have not noticed. */
        PROCESS_REPLACED,
        /** Another worker fetches the partition, and the one before has not noticed. */
        WORKER_REPLACED;

        /** The kinds by their letters, the more frequent the more often; chance shrinks towards the first. */
        private static final String ORDER = "aaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbccdeffghijkk";

        private static Kind of(int number) {
            return values()[ORDER.charAt(number % ORDER.length()) - 'a'];
        }
    }

    static PartitionEvent of(int made) {
        return new PartitionEvent(Kind.of(made), made / Kind.ORDER.length());
    }

    /** What happens to the child. */
    Change change() {
        return CHANGES.get(number % CHANGES.size());
    }

    /** The parent that it happens to, or whose child. */
    int parent() {
        return number / CHANGES.size();
    }
}
