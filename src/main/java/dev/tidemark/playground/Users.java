package dev.tidemark.playground;

import java.time.Clock;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The users. Readers take a snapshot, and changes replace it with a new one. */
final class Users {

    private final Clock clock;
    private final UserText text;
    private final SplittableRandom random;
    private long newest;
    private volatile UserSnapshot snapshot;

    Users(PlaygroundOptions options, Clock clock) {
        this.clock = clock;
        this.text = new UserText(options.seed());
        this.random = new SplittableRandom(options.seed());
        this.snapshot = FirstUsers.make(options, text);
        int size = snapshot.size();
        this.newest = size == 0 ? FirstUsers.LAST_HOUR : snapshot.updatedAt(snapshot.slotAt(size - 1));
    }

    UserSnapshot snapshot() {
        return snapshot;
    }

    UserText text() {
        return text;
    }

    synchronized int touch(int n) {
        Sample choice = choose(n);
        int[] touched = text.sortedById(choice.chosen());
        if (touched.length > 0) {
            snapshot = snapshot.touched(new Sample(touched, choice.others()), nextInstant());
        }
        return touched.length;
    }

    synchronized int insert(int n) {
        requireCount(n);
        int slots = snapshot.slots();
        if (n > 0) {
            int[] inserted = IntStream.range(slots, Math.addExact(slots, n)).toArray();
            snapshot = snapshot.grown(text.sortedById(inserted), nextInstant());
        }
        return n;
    }

    synchronized int delete(int n) {
        Sample choice = choose(n);
        snapshot = snapshot.without(choice);
        return choice.chosen().length;
    }

    private Sample choose(int n) {
        requireCount(n);
        return snapshot.choose(n, random);
    }

    // Later than all previous instants, even within the same second.
    private long nextInstant() {
        newest = Math.max(clock.instant().getEpochSecond(), newest + 1);
        return newest;
    }

    private static void requireCount(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be 0 or more, not " + n);
        }
    }
}
